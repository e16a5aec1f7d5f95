import { SetMetadata } from '@nestjs/common';

export const ACCEPTS_FORM = 'gatehouse:accepts-form';

export interface FormRule {
  /** JSON is not read. */
  readonly only?: boolean;
}

/** Says that a route reads application/x-www-form-urlencoded. Every other route reads JSON alone. */
export const AcceptsForm = (rule: FormRule = {}): MethodDecorator => SetMetadata(ACCEPTS_FORM, rule);
