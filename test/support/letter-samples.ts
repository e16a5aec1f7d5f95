import type { Letter } from '#mail/index.js';

/** One of each letter, for tests and previews. */
export function letterSamples(link: string): Letter[] {
  const common = { to: { name: 'Ada Lovelace', address: 'ada@example.org' }, locale: 'en' };
  const when = new Date('2026-11-20T14:05:00Z');
  const device = 'Firefox 145 on Linux';
  return [
    { ...common, template: 'verify_email', data: { link, hours: 24 } },
    { ...common, template: 'reset_password', data: { link, hours: 1 } },
    { ...common, template: 'invitation', data: { link, hours: 168, username: 'ada' } },
    {
      ...common,
      template: 'email_change',
      data: { link, hours: 24, new_email: 'countess@example.org', username: 'ada' },
    },
    { ...common, template: 'email_change_notice', data: { link, new_email: 'countess@example.org' } },
    { ...common, template: 'email_changed', data: { link } },
    { ...common, template: 'email_restored', data: {} },
    { ...common, template: 'password_changed', data: { link } },
    { ...common, template: 'identity_linked', data: { provider: 'Example ID', link } },
    { ...common, template: 'identity_unlinked', data: { provider: 'Example ID', link } },
    { ...common, template: 'new_device', data: { device, ip: '2001:db8::7', when, link } },
    { ...common, template: 'confirm_registration', data: { link, hours: 24 } },
    { ...common, template: 'account_exists', data: { link } },
    { ...common, template: 'account_locked', data: { link } },
    { ...common, template: 'account_deleted', data: { until: when, link } },
    { ...common, template: 'account_closed', data: { until: when } },
    { ...common, template: 'suspicious_session', data: { device, when, link } },
  ];
}
