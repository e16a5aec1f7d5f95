import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from './sources.js';

const NAME = 'auth.example.org';

export interface Proxy {
  readonly stop: () => Promise<void>;
}

export interface ProxyPorts {
  readonly https: number;
  readonly http: number;
  readonly instances: readonly [number, number];
}

export function nginxIsHere(): boolean {
  return findNginx() !== undefined;
}

/** `deploy/nginx/gatehouse.conf` as it stands, but for its ports and the folder of its certificate, which is made here. */
export async function startNginx({ https, http, instances }: ProxyPorts): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-nginx-'));
  const conf = textOf('deploy/nginx/gatehouse.conf')
    .replace('127.0.0.1:3001', `127.0.0.1:${instances[0]}`)
    .replace('127.0.0.1:3002', `127.0.0.1:${instances[1]}`)
    .replace('listen 443', `listen 127.0.0.1:${https}`)
    .replace('listen 80', `listen 127.0.0.1:${http}`)
    .replaceAll('/etc/nginx/tls', folder);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `pid ${folder}/pid; error_log stderr; daemon off; master_process off; events { }
     http { access_log off; ${places.join(' ')}\n${conf} }`,
  );
  makeCertificate(folder);
  const child = spawn(findNginx()!, ['-c', join(folder, 'nginx.conf'), '-p', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const closed = once(child, 'close');
  const failed = closed.then(() => {
    throw new Error(`nginx has ended:\n${said}`);
  });
  failed.catch(() => {});
  await Promise.race([accepting(https), failed]);
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Debian has it where only root looks. */
function findNginx(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path));
}

function makeCertificate(folder: string): void {
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const files = ['-keyout', join(folder, `${NAME}.key`), '-out', join(folder, `${NAME}.crt`)];
  const name = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
  execFileSync('openssl', ['req', ...kind, ...name, ...files], { stdio: 'ignore' });
}

async function accepting(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
}
