/** The version that every structured result carries. Fields are added under it, never renamed. */
export const API_VERSION = "kubectl-grpc/v1";
