import { Module } from '@nestjs/common';
import { SecurityLog } from './security-log.js';

@Module({ providers: [SecurityLog] })
export class AuditModule {}
