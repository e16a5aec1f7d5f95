import type { MigrationInterface } from 'typeorm';
import { Initial1767225600000 } from './1767225600000-initial.js';
import { Mail1767312000000 } from './1767312000000-mail.js';
import { Audit1767398400000 } from './1767398400000-audit.js';
import { Recovery1767484800000 } from './1767484800000-recovery.js';
import { Deletion1767571200000 } from './1767571200000-deletion.js';
import { PendingRegistrations1767744000000 } from './1767744000000-pending-registrations.js';
import { SessionAlarms1767787200000 } from './1767787200000-session-alarms.js';
import { KeySchedule1767830400000 } from './1767830400000-key-schedule.js';
import { RecoveryOrigins1767873600000 } from './1767873600000-recovery-origins.js';
import { Clients1767916800000 } from './1767916800000-clients.js';
import { KeyBell1767960000000 } from './1767960000000-key-bell.js';
import { HoldersInOrder1768003200000 } from './1768003200000-holders-in-order.js';
import { DeviceEpoch1768089600000 } from './1768089600000-device-epoch.js';
import { ClosedByOwner1768176000000 } from './1768176000000-closed-by-owner.js';
import { ClaimedAddresses1768262400000 } from './1768262400000-claimed-addresses.js';
import { SecretKeys1768392000000 } from './1768392000000-secret-keys.js';
import { SocialSignIn1768521600000 } from './1768521600000-social-sign-in.js';
import { IdentityMemory1768608000000 } from './1768608000000-identity-memory.js';
import { DurableCounters1768737600000 } from './1768737600000-durable-counters.js';

/** Every migration, oldest first. Listed by hand, so that nothing in a folder is run by accident. */
export const migrations: (new () => MigrationInterface)[] = [
  Initial1767225600000,
  Mail1767312000000,
  Audit1767398400000,
  Recovery1767484800000,
  Deletion1767571200000,
  PendingRegistrations1767744000000,
  SessionAlarms1767787200000,
  KeySchedule1767830400000,
  RecoveryOrigins1767873600000,
  Clients1767916800000,
  KeyBell1767960000000,
  HoldersInOrder1768003200000,
  DeviceEpoch1768089600000,
  ClosedByOwner1768176000000,
  ClaimedAddresses1768262400000,
  SecretKeys1768392000000,
  SocialSignIn1768521600000,
  IdentityMemory1768608000000,
  DurableCounters1768737600000,
];
