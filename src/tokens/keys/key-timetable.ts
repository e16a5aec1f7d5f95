import { Injectable } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import { Config } from '#config/index.js';
import { KeyRotation } from './key-rotation.js';

const EVERY_MS = 10 * 60 * 1000;

/** Lets another key sign every `KEY_ROTATION_DAYS`, as the command does. */
@Injectable()
export class KeyTimetable {
  constructor(rotation: KeyRotation, { tokens }: Config, housekeeping: Housekeeping) {
    if (tokens.keyRotationDays === 0) return;
    housekeeping.every(EVERY_MS, 'Rotating signing keys', () => rotation.rotateWhenOlderThan(tokens.keyRotationDays));
  }
}
