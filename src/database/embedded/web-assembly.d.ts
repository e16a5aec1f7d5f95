/** What we use of it; TypeScript knows it as a part of the DOM only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
}
