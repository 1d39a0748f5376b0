// Command interop-server serves the TestService of gRPC's interop test descriptions, as grpc-go implements it, with
// reflection. The server that comes with grpc-go is the same without reflection, and listens on every address.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip" // compressed calls
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
	"google.golang.org/grpc/reflection"
)

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen")
	reflect := flag.Bool("reflection", true, "serve reflection, v1 and v1alpha")
	flag.Parse()

	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	testgrpc.RegisterTestServiceServer(server, interop.NewTestServer())
	if *reflect {
		reflection.Register(server)
	}
	fmt.Println("Listening on", listener.Addr())
	log.Fatal(server.Serve(listener))
}
