/** The machine or the network lacks something that the run needs: nothing was tried, so nothing has failed. */
export class NotPrepared extends Error {}

/** EX_TEMPFAIL of sysexits.h: tells `.ci/run` apart what could not be tried from what failed. */
export const NOT_PREPARED_STATUS = 75;
