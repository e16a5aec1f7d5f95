export { OpenSockets } from './open-sockets.js';
export { closeSocket, type Socket, tellSocket, type UpgradeRequest } from './socket.js';
export { tokenOfHandshake } from './token-of-handshake.js';
