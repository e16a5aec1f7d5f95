import { request } from 'node:http';
import { connect } from 'node:net';
import { TestApp } from '../support/app.js';
let app: TestApp;
beforeAll(async () => { app = await TestApp.start({ ALLOWED_ORIGINS: 'https://app.example.org' }); });
afterAll(() => app.stop());
const show = (name: string, a: any) => console.log(name, '→', a.status, a.headers.get('content-type'), a.text.slice(0, 160));
function raw(text: string): Promise<string> {
  const u = new URL(app.origin);
  return new Promise((resolve) => { const s = connect(Number(u.port), u.hostname); let out=''; s.on('data', d => out += d); s.on('close', () => resolve(out)); s.on('error', e => resolve(String(e))); s.write(text); setTimeout(() => s.destroy(), 800); });
}
it('probe', async () => {
  const me = await app.newcomer();
  const deep = '['.repeat(20000) + ']'.repeat(20000);
  show('deep login', await app.call('POST', '/auth/login', { raw: `{"username":${deep},"password":"x"}`, headers: {'content-type':'application/json'} }));
  const deepo = '{"a":'.repeat(9000) + '1' + '}'.repeat(9000);
  show('deep register', await app.call('POST', '/auth/register', { raw: `{"username":${deepo},"password":"x"}`, headers: {'content-type':'application/json'} }));
  const many = '{' + Array.from({length: 5000}, (_, i) => `"k${i}":1`).join(',') + '}';
  let t = Date.now();
  const m = await app.call('POST', '/auth/register', { raw: many, headers: {'content-type':'application/json'} });
  console.log('many unknown', m.status, m.text.length, Date.now()-t);
  for (const e of ['a@'.repeat(30000), 'a'.repeat(60000)+'@x.org', '"'.repeat(60000), 'a@'+'a.'.repeat(30000), 'a@'+'-'.repeat(60000), '<'.repeat(60000)]) { t = Date.now(); const r = await app.post('/auth/register', { username: e, email: e, password: e }); console.log('redos', r.status, r.text.length, Date.now() - t); }
  for (const ct of ['application/json','application/json; charset=utf-8','application/json;charset=utf-16','application/json\t','application/json\t; a=b',' application/json','APPLICATION/JSON','application/json;','application/json; a','application/json,text/plain','application/jsonp','application/vnd.api+json','application/json-patch+json','text/json','text/plain','text/plain;charset=UTF-8','multipart/form-data','multipart/form-data; boundary=x','application/x-www-form-urlencoded','application/octet-stream','x','','application/json x','application / json', 'application/x-www-form-urlencoded\t;x', 'text/html', 'application/xml']) {
    const r: any = await new Promise((res) => { const u = new URL(app.origin); const q = request({ port: u.port, host: u.hostname, path: '/api/v1/auth/register', method: 'POST', headers: ct ? {'content-type': ct} : {} }, (i) => { let s=''; i.on('data', d => s += d); i.on('end', () => res({s: i.statusCode, ct: i.headers['content-type'], t: s})); }); q.on('error', e => res({s:0,t:String(e)})); q.end('{"username":1}'); });
    console.log('CT', JSON.stringify(ct), r.s, r.ct, r.t.slice(0, 140));
  }
  for (const b of ['', 'null', '[]', '1', '"x"', 'true', '{', '{"username":', '\ufeff{"username":"x"}', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}', '{"constructor":1}','{"username":"a","username":"b"}', '{"username":"\\ud800","password":"x","email":"\\u0000"}', 'NaN', '{"a":1e999}']) show('body '+b.slice(0,40), await app.call('POST','/auth/register',{raw:b,headers:{'content-type':'application/json'}}));
  show('1MB', await app.call('POST','/auth/register',{raw:'x'.repeat(1e6),headers:{'content-type':'application/json'}}));
  for (const p of ['//%','//%zz','//%00','//%ff','//api/v1/users/%ff','//api/v1/users/%00', '//api/v1/users/'+'a'.repeat(129), '//api/v1/users/x', '//nothing', '/auth/login', '//api/v1/users/%2e%2e/me','//api/v1//users/me','//api/v1/users/me/','//api/v1/users//me','//api/v1/Users/me', '//api/v1/users/%6de', '//api/v1/users;x/me','//api/v1/users/me;x','//api/v1/users/me%00','//api/v1/users/me%2f', '//api/v1/users%2fme','//'+'a'.repeat(20000)]) show('path '+p.slice(0,60), await app.call('GET', p));
  for (const meth of ['OPTIONS','HEAD','PUT','DELETE','PATCH']) show(meth+' me', await app.call(meth, '/auth/me'));
  show('OPTIONS origin', await app.call('OPTIONS','/auth/me',{headers:{origin:'https://app.example.org'}}));
  const pf = await app.call('OPTIONS','/auth/me',{headers:{origin:'https://app.example.org','access-control-request-method':'GET','access-control-request-headers':'authorization'}});
  show('PREFLIGHT', pf); console.log([...pf.headers]);
  const pf2 = await app.call('OPTIONS','/auth/me',{headers:{origin:'https://evil.org','access-control-request-method':'GET'}});
  console.log(pf2.status, [...pf2.headers]);
  console.log('TRACE', (await raw('TRACE /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).slice(0, 900));
  console.log('FOO', (await raw('PROPFIND /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).slice(0, 300));
  console.log('BREW', (await raw('BREW /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).slice(0, 500));
  console.log('ABS', (await raw('GET http://evil/api/v1/auth/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).slice(0, 300));
  console.log('AT', (await raw('GET @evil.org/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).slice(0, 300));
  console.log('BOMB', (await raw('GET / HTTP/1.1\r\nHost: x\r\nX-A: ' + 'a'.repeat(20000) + '\r\n\r\n')).slice(0, 600));
  console.log('BOMB2', (await raw('GET / HTTP/1.1\r\nHost: x\r\n' + Array.from({length:3000},(_, i)=>`a${i}: b\r\n`).join('') + '\r\n')).slice(0, 300));
  console.log('badhdr', (await raw('GET / HTTP/1.1\r\nHost x\r\n\r\n')).slice(0, 500));
  console.log('nohost', (await raw('GET / HTTP/1.1\r\n\r\n')).slice(0, 500));
  console.log('%', (await raw('GET /% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')));
  show('empty json logout', await app.call('POST','/auth/logout',{token: me.access_token, headers:{'content-type':'application/json'}}));
  const h = await app.get('/auth/me', me.access_token); console.log(h.status, [...h.headers]);
}, 60000);
