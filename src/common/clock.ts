import { Injectable } from '@nestjs/common';

/** The time that goes into tokens. Time that is compared with a row is the database's own `now()`. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Seconds since 1970, as JWT claims count them (RFC 7519 §2, NumericDate). */
  epochSeconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}
