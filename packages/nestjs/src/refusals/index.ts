export { GatehouseRefusal } from './gatehouse-refusal.js';
export { RefusalFilter } from './refusal.filter.js';
