import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntitySubscriberInterface, type TransactionCommitEvent } from 'typeorm';

const POSTED = 'gatehouse:letters-posted';

/** Wakes the worker of this instance when a letter can be seen: at once, or when its transaction commits. */
@Injectable()
export class Bell implements EntitySubscriberInterface {
  private listener: () => void = () => {};

  constructor(dataSource: DataSource) {
    dataSource.subscribers.push(this);
  }

  onRing(listener: () => void): void {
    this.listener = listener;
  }

  posted(tx?: EntityManager): void {
    if (tx?.queryRunner?.isTransactionActive) tx.queryRunner.data[POSTED] = true;
    else this.listener();
  }

  /** Also called for savepoints, whose letters cannot be seen yet. */
  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    if (queryRunner.isTransactionActive || !queryRunner.data[POSTED]) return;
    delete queryRunner.data[POSTED];
    this.listener();
  }
}
