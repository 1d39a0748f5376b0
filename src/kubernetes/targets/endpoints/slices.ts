/** Where the API keeps EndpointSlices. */
export const ENDPOINT_SLICES = {
	group: "discovery.k8s.io",
	version: "v1",
	resource: "endpointslices",
};

/** The label by which a slice belongs to a Service. */
export const SERVICE_NAME_LABEL = "kubernetes.io/service-name";
