/** The machine or the network lacks something that the run needs: nothing was tried, so nothing has failed. */
export class NotPrepared extends Error {}
