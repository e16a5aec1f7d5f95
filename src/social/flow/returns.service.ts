import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { RecognitionService } from '../people/recognition.service.js';
import { presentable } from '../providers/claims.js';
import { ProvidersService } from '../providers/providers.service.js';
import { UpstreamFailure } from '../providers/upstream-failure.js';
import type { UpstreamPerson } from '../providers/upstream-person.js';
import type { UpstreamProvider } from '../providers/upstream-provider.js';
import { CodesService } from './codes.service.js';
import type { FlowRow } from './flow.statements.js';
import { FlowsService } from './flows.service.js';
import { returnAddress } from './return-address.js';

/** What a code to sign in with is about. */
export interface SignInContent {
  readonly identityId: string;
  readonly deviceEpoch: number;
}

/** What a code to link with is about: whom the provider has named. */
export interface LinkContent {
  readonly provider: string;
  readonly label: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
}

/** The second step: back from the provider. */
@Injectable()
export class ReturnsService {
  constructor(
    private readonly providers: ProvidersService,
    private readonly flows: FlowsService,
    private readonly codes: CodesService,
    private readonly recognition: RecognitionService,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Where the person goes on to: the application, with a code or with an error. Throws UnknownProvider,
   * InvalidSocialFlow: then nobody knows where they belong.
   */
  async receive(
    name: string,
    answer: Readonly<Record<string, string>> & { readonly state?: string },
    browserSecret: string | undefined,
    locale: string,
  ): Promise<string> {
    const provider = this.providers.get(name);
    const flow = await this.flows.use(answer.state ?? '', browserSecret, name);
    const wish = { redirectUri: flow.redirect_uri, appState: flow.app_state ?? undefined };
    try {
      const person = named(await provider.whoIs(answer, flow), flow);
      return returnAddress(wish, { code: await this.codeFor(person, provider, flow, locale) });
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      if (error.code !== 'access_denied') this.publish(name, flow, error);
      return returnAddress(wish, { error: error.code });
    }
  }

  /** Sent by whoever the provider sends; believed only as far as a name on the screen goes. */
  async noteName(provider: string, state: string, user: string | undefined): Promise<void> {
    this.providers.get(provider);
    const name = nameIn(user);
    if (name !== undefined) await this.flows.noteName(state, provider, name);
  }

  private async codeFor(
    person: UpstreamPerson,
    { config }: UpstreamProvider,
    flow: FlowRow,
    locale: string,
  ): Promise<string> {
    const whence = { codeChallenge: flow.code_challenge, redirectUri: flow.redirect_uri };
    if (flow.user_id !== null) {
      const { issuer, subject, email } = person;
      const content: LinkContent = {
        provider: config.name,
        label: config.label,
        issuer,
        subject,
        email: email?.address ?? null,
      };
      return this.codes.issue({ ...whence, userId: flow.user_id, purpose: 'link' }, content);
    }
    const { userId, identityId, deviceEpoch } = await this.recognition.recognise(person, config, locale);
    const content: SignInContent = { identityId, deviceEpoch };
    return this.codes.issue({ ...whence, userId, purpose: 'sign_in' }, content);
  }

  private publish(by: string, { user_id }: FlowRow, { code: reason }: UpstreamFailure): void {
    const detail = { method: 'fed', by, reason };
    this.events.publish({ type: 'sign_in.failed', outcome: 'failure', userId: user_id ?? undefined, detail });
  }
}

const named = (person: UpstreamPerson, { given_name }: FlowRow): UpstreamPerson => ({
  ...person,
  fullName: person.fullName ?? given_name ?? undefined,
});

/** `{"name":{"firstName":"Ada","lastName":"Lovelace"}}`, as Apple writes it. */
function nameIn(user: string | undefined): string | undefined {
  try {
    const { name } = JSON.parse(user ?? '{}') as { name?: { firstName?: unknown; lastName?: unknown } };
    const parts = [name?.firstName, name?.lastName].filter((part) => typeof part === 'string');
    return presentable(parts.join(' '));
  } catch {
    return undefined;
  }
}
