import type { SandboxControl } from "../control.ts";
import type { Manifest } from "../objects/metadata.ts";

/** A prepared situation: plain manifests that run on any cluster, and what is done to them once they have settled. */
export type Scenario = {
	/** Makes the manifests; certificates among them are fresh each time. They name no namespace. */
	manifests(): readonly Manifest[];
	/** Steps that no manifest can say, such as one replica of three turning NOT_SERVING. */
	after?(control: SandboxControl, signal: AbortSignal): Promise<void>;
};
