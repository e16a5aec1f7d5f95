import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#config/index.js';
import { Tracing } from './tracing.js';

@Module({
  providers: [
    {
      provide: Tracing,
      inject: [Config, DataSource],
      useFactory: (config: Config, dataSource: DataSource): Promise<Tracing> => Tracing.start(config, dataSource),
    },
  ],
})
export class TracingModule {}
