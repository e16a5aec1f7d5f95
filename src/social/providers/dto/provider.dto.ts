import { ApiProperty } from '@nestjs/swagger';
import type { SocialProviderConfig } from '#config/index.js';

const KINDS = ['google', 'github', 'microsoft', 'gitlab', 'apple', 'oidc', 'oauth2'] as const;

export class ProviderDto {
  @ApiProperty({ example: 'google' })
  name: string;

  @ApiProperty({ description: 'For the button', example: 'Google' })
  label: string;

  @ApiProperty({ description: 'Whose sign it may bear', enum: KINDS })
  kind: (typeof KINDS)[number];

  @ApiProperty({
    description: 'Send people there, with `redirect_uri`, `code_challenge`, `code_challenge_method=S256` and `state`',
    example: 'https://auth.example.org/api/v1/auth/social/google',
  })
  start_url: string;

  static from({ name, label, kind }: SocialProviderConfig, start_url: string): ProviderDto {
    return Object.assign(new ProviderDto(), { name, label, kind, start_url });
  }
}
