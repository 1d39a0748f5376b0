import type { FileRegistry } from "@bufbuild/protobuf";

/** Descriptors that belong together: of one server, or of the files that the user gave. */
export type Schema = {
	/** Every message, enum, extension and service that could be linked; the well-known types and google.rpc always among them. */
	readonly registry: FileRegistry;
	/** Serialized FileDescriptorProto messages as they were obtained, imports before their importers. */
	readonly files: readonly Uint8Array[];
	/** Full names of the services that are offered, sorted. */
	readonly services: readonly string[];
	/** What was wrong and could be mended, or could not be used. */
	readonly problems: readonly SchemaProblem[];
};

/** A flaw of a schema that did not keep the rest from being used. */
export type SchemaProblem =
	/** An import nobody has; what it would have given is replaced by a placeholder, or left out with what needs it. */
	| {
			readonly kind: "missing-import";
			readonly file: string;
			readonly import: string;
	  }
	/** A file that cannot be decoded or linked. */
	| {
			readonly kind: "unusable-file";
			readonly file: string;
			readonly reason: string;
	  }
	/** A listed service that its server cannot describe. */
	| {
			readonly kind: "undescribed-service";
			readonly service: string;
			readonly reason: string;
	  };

/** Where a schema comes from: a server's reflection, .proto files, protosets, or several of them in order. */
export type SchemaSource = {
	/** Full names of the services on offer, sorted. @throws PluginError `schema` */
	readonly services: () => Promise<readonly string[]>;
	/**
	 * The schema that a symbol's use needs: its file, all imports, and the extensions of its messages.
	 * @throws PluginError `symbol` when nothing is called that, with near names as hint; `schema`
	 */
	readonly schemaOf: (symbol: string) => Promise<Schema>;
	/** Everything that the services on offer need. @throws PluginError `schema` */
	readonly everything: () => Promise<Schema>;
};
