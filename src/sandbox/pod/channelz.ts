import { getChannelzHandlers, type Server } from "@grpc/grpc-js";
import { Channelz } from "../../grpc-services/gen/grpc/channelz/v1/channelz_pb.ts";
import { loaderShapedService } from "./loader-shape.ts";

/** Registers grpc-js' own channelz over bundled descriptors (its `getChannelzServiceDefinition` reads a .proto from disk). */
export function serveChannelz(server: Server): void {
	server.addService(loaderShapedService(Channelz, "proto"), {
		...getChannelzHandlers(),
	});
}
