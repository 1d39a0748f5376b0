import type { SandboxControl } from "../control.ts";
import type { Manifest } from "../objects/metadata.ts";

/** A prepared situation: manifests that run on any cluster, and the steps after they are stable. */
export type Scenario = {
	/** Returns the manifests, with new certificates each time. They name no namespace. */
	manifests(): readonly Manifest[];
	/** Makes changes that a manifest cannot express, such as one replica of three turning NOT_SERVING. */
	after?(control: SandboxControl, signal: AbortSignal): Promise<void>;
};
