import type { FileRegistry } from "@bufbuild/protobuf";

/** The descriptors of one server, or of the files that the user gave. */
export type Schema = {
	/** Every message, enum, extension and service that could be linked. It always has the well-known types and google.rpc. */
	readonly registry: FileRegistry;
	/** Serialized FileDescriptorProto messages as received. Each stands after its imports, as far as they do not lead back to it. */
	readonly files: readonly Uint8Array[];
	/** Full names of the offered services, sorted. */
	readonly services: readonly string[];
	/** Flaws that linking worked around, and files that could not be used. */
	readonly problems: readonly SchemaProblem[];
};

/** A flaw of a schema that leaves the rest usable. */
export type SchemaProblem =
	/** An import that no one has. A placeholder replaces its types, or what needs them is left out. */
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

/** Where a schema comes from: a server's reflection, .proto files, protosets, or several of them. */
export type SchemaSource = {
	/** Returns the full names of the offered services, sorted. @throws PluginError `schema` */
	readonly services: () => Promise<readonly string[]>;
	/**
	 * Returns the schema that the use of a symbol needs: its file, all imports, and the extensions of its messages.
	 * @throws PluginError `symbol` for an unknown name, with similar names as hint; `schema`
	 */
	readonly schemaOf: (symbol: string) => Promise<Schema>;
	/** Returns the schema that all offered services need. @throws PluginError `schema` */
	readonly everything: () => Promise<Schema>;
};
