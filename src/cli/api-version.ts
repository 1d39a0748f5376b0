/** The version of every structured result. Fields are added under it, never renamed. */
export const API_VERSION = "kubectl-grpc/v1";
