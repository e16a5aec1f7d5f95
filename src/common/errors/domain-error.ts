/** The part of a problem that is the same each time it occurs. `code` is stable: clients may switch on it. */
export interface ProblemSpec {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
}

/** The part that belongs to one occurrence. */
export interface ProblemOccurrence {
  readonly detail?: string;
  /** Extension members of the problem document (RFC 9457 §3.2). */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DomainErrorClass {
  readonly spec: ProblemSpec;
}

/**
 * A refusal that the caller can act on. Any other error is a defect and answers 500 without detail.
 * Each subclass stands beside the code that throws it and names itself in `static spec`.
 */
export abstract class DomainError extends Error {
  static readonly spec: ProblemSpec;

  readonly spec: ProblemSpec;

  constructor(readonly occurrence: ProblemOccurrence = {}) {
    super();
    this.spec = (this.constructor as unknown as DomainErrorClass).spec;
    this.name = this.constructor.name;
    this.message = occurrence.detail ?? this.spec.title;
  }
}
