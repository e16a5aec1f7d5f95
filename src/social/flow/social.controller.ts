import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiSeeOtherResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccountDisabled, CurrentDevice, type Device, OutdatedSignIn, rememberDevice } from '#auth/index.js';
import { Public } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { AcceptsForm } from '#common/http/accepts-form.js';
import { NoStore } from '#common/http/no-store.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { RateLimit } from '#limits/index.js';
import { HandsOutTokens, type TokenDto } from '#tokens/index.js';
import { PeopleFilter } from '../pages/people.filter.js';
import { UnknownProvider } from '../providers/providers.service.js';
import { InvalidSocialCode } from './codes.service.js';
import { CallbackDto, CallbackFormDto } from './dto/callback.dto.js';
import { ExchangeDto } from './dto/exchange.dto.js';
import { LinkTicketQuery, StartFlowQuery } from './dto/start-flow.query.js';
import { ExchangeService } from './exchange.service.js';
import { browserSecretIn, forgetFlow, rememberFlow } from './flow-cookie.js';
import { InvalidSocialFlow } from './flows.service.js';
import { ReturnsService } from './returns.service.js';
import { type Departure, StartsService, UnknownReturnAddress } from './starts.service.js';

/** Sign-in with a provider: out to it, back from it, and in. */
@ApiTags('social')
@Controller('auth/social')
export class SocialController {
  constructor(
    private readonly starts: StartsService,
    private readonly returns: ReturnsService,
    private readonly exchanges: ExchangeService,
  ) {}

  @Get(':provider')
  @HttpCode(303)
  @Public()
  @UseFilters(PeopleFilter)
  @NoStore()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'startSocialSignIn',
    summary: 'Go to a provider to sign in there',
    description:
      'For a browser to be sent to. It comes back to `redirect_uri` with a `code`, which works once, for a minute, at `/auth/social/exchange`; or with an `error` of ours. A `state` comes back with both.',
  })
  @ApiSeeOtherResponse({ description: 'To the provider' })
  @Fails(UnknownProvider, UnknownReturnAddress)
  async start(
    @Param('provider') provider: string,
    @Query() query: StartFlowQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { redirect_uri: redirectUri, code_challenge: codeChallenge, state: appState } = query;
    depart(reply, await this.starts.start({ provider, redirectUri, codeChallenge, appState }));
  }

  @Get(':provider/link')
  @HttpCode(303)
  @Public()
  @UseFilters(PeopleFilter)
  @NoStore()
  @RateLimit('social')
  @ApiOperation({ operationId: 'startLinking', summary: 'Go to a provider to link an identity there' })
  @ApiSeeOtherResponse({ description: 'To the provider' })
  @Fails(UnknownProvider, InvalidSocialFlow, UnknownReturnAddress)
  async startLinking(
    @Param('provider') provider: string,
    @Query() { ticket }: LinkTicketQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    depart(reply, await this.starts.startLinking(provider, ticket));
  }

  @Get(':provider/callback')
  @HttpCode(303)
  @Public()
  @UseFilters(PeopleFilter)
  @NoStore()
  @RateLimit('social')
  @ApiOperation({ operationId: 'finishSocialSignIn', summary: 'Where the provider sends people back to' })
  @ApiSeeOtherResponse({ description: 'To the application, with a `code` or an `error`' })
  @Fails(UnknownProvider, InvalidSocialFlow)
  async callback(
    @Param('provider') provider: string,
    @Query() query: CallbackDto,
    @PreferredLocale() locale: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const secret = browserSecretIn(request, query.state);
    const location = await this.returns.receive(provider, CallbackDto.answerIn(query), secret, locale);
    forgetFlow(reply, query.state);
    goTo(reply, location);
  }

  @Post(':provider/callback')
  @HttpCode(303)
  @Public()
  @UseFilters(PeopleFilter)
  @AcceptsForm({ only: true })
  @NoStore()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'finishSocialSignInByForm',
    summary: 'The same, for providers that send people back by a form',
    description:
      'A form from another site comes without the cookie that the sign-in is bound to. So it is only sent on to the route that is asked with GET, which comes with it.',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: CallbackFormDto })
  @ApiSeeOtherResponse({ description: 'To the same address, with what the form says' })
  @Fails(UnknownProvider)
  async callbackByForm(
    @Param('provider') provider: string,
    @Body() form: CallbackFormDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.returns.noteName(provider, form.state, form.user);
    goTo(reply, `callback?${new URLSearchParams(CallbackDto.answerIn(form)).toString()}`);
  }

  @Post('exchange')
  @HttpCode(200)
  @Public()
  @HandsOutTokens()
  @RateLimit('social')
  @ApiOperation({
    operationId: 'exchangeSocialCode',
    summary: 'Trade the code of a sign-in with a provider for tokens',
  })
  @Fails(InvalidSocialCode, AccountDisabled, OutdatedSignIn)
  async exchange(
    @Body() proof: ExchangeDto,
    @CurrentDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenDto> {
    const { tokens, deviceToken } = await this.exchanges.exchange(proof, device);
    rememberDevice(reply, deviceToken);
    return tokens;
  }
}

function depart(reply: FastifyReply, { location, flow }: Departure): void {
  if (flow) rememberFlow(reply, flow.state, flow.browserSecret);
  goTo(reply, location);
}

function goTo(reply: FastifyReply, location: string): void {
  void reply.header('location', location);
}
