import { Transform } from 'class-transformer';
import { ValidateIf } from 'class-validator';

/** Blanks around names are a slip of the keyboard. Never use it for passwords (ASVS 6.2.8). */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** Query parameters are text; only plain digits become a number, everything else is left for the validator to refuse. */
export const NumberFromQuery = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );

export const BooleanFromQuery = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** Absent is "leave it as it is"; null is not a value here. */
export const WhenPresent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
