import { type DescFile, type DescService, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type { Server, ServerDuplexStream } from "@grpc/grpc-js";
import type { ReflectionV1Implementation } from "@grpc/reflection/build/src/implementations/reflection-v1.js";
import { ServerReflection as V1 } from "../../grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as V1alpha } from "../../grpc-services/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { loaderShapedService } from "./loader-shape.ts";
import { nextVersion } from "./schema-v2.ts";
import type { Settings } from "./settings.ts";

const SERVICES = { v1: V1, v1alpha: V1alpha } as const;

/**
 * Registers the chosen versions of server reflection for `services` and for themselves. @grpc/reflection answers. It is loaded,
 * together with protobufjs, at the first request, so that a pod starts sooner.
 */
export function serveReflection(
	server: Server,
	versions: Settings["reflection"],
	services: readonly DescService[],
	schema: Settings["schema"],
): void {
	const reflected = [
		...services,
		...[...versions].map((version) => SERVICES[version]),
	];
	let answering: Promise<ReflectionV1Implementation> | undefined;
	const handle = (stream: ServerDuplexStream<object, object>) => {
		answering ??= loadImplementation(reflected, schema);
		let answered = answering.then(() => {});
		stream.on("data", (request: object) => {
			answered = answered.then(async () => {
				stream.write(
					(await answering)?.handleServerReflectionRequest(request) ?? {},
				);
			});
		});
		stream.on("end", () => answered.then(() => stream.end()));
	};
	for (const version of versions) {
		server.addService(loaderShapedService(SERVICES[version], "camel-case"), {
			ServerReflectionInfo: handle,
		});
	}
}

async function loadImplementation(
	services: readonly DescService[],
	schema: Settings["schema"],
): Promise<ReflectionV1Implementation> {
	const { ReflectionV1Implementation } = await import(
		"@grpc/reflection/build/src/implementations/reflection-v1.js"
	);
	const files = new Set<DescFile>();
	for (const service of services) addWithImports(service.file, files);
	const fileDescriptorProtos = [...files].map((file) =>
		Buffer.from(
			toBinary(
				FileDescriptorProtoSchema,
				schema === "v2" ? nextVersion(file.proto) : file.proto,
			),
		),
	);
	return new ReflectionV1Implementation(
		{
			all: {
				format: "Protocol Buffer 3 DescriptorProto",
				type: {},
				fileDescriptorProtos,
			},
		},
		{ services: services.map((service) => service.typeName) },
	);
}

function addWithImports(file: DescFile, files: Set<DescFile>): void {
	if (files.has(file)) return;
	files.add(file);
	for (const imported of file.dependencies) addWithImports(imported, files);
}
