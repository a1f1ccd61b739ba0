export class Placeholder {}
