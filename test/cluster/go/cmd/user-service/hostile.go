package main

import (
	"bytes"
	"io"
	"net"
	"net/http"

	"golang.org/x/net/http2"
)

// serveHostile answers every connection in a way that is not gRPC.
func serveHostile(protocol string, listener net.Listener) error {
	switch protocol {
	case "http1":
		return http.Serve(listener, http.HandlerFunc(hello))
	case "silent":
		return serveConnections(listener, swallow)
	case "malformed":
		return serveConnections(listener, answerGarbage)
	default:
		return serveConnections(listener, reset)
	}
}

func serveConnections(listener net.Listener, serve func(net.Conn)) error {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer connection.Close()
			serve(connection)
		}()
	}
}

func hello(response http.ResponseWriter, _ *http.Request) {
	io.WriteString(response, "hello") //nolint:errcheck // the client's loss
}

// swallow reads until the client closes the connection, and never writes.
func swallow(connection net.Conn) {
	io.Copy(io.Discard, connection) //nolint:errcheck // ends with the connection
}

// answerGarbage sends HTTP/2's SETTINGS, then a frame header whose length no peer allows.
func answerGarbage(connection net.Conn) {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(connection, preface); err != nil {
		return
	}
	framer := http2.NewFramer(connection, nil)
	if framer.WriteSettings() != nil || framer.WriteSettingsAck() != nil {
		return
	}
	if _, err := connection.Write(bytes.Repeat([]byte{0xde, 0xad, 0xbe, 0xef}, 64)); err != nil {
		return
	}
	swallow(connection)
}

// reset closes the connection without TCP's FIN, so that the client reads ECONNRESET and no end of stream.
func reset(connection net.Conn) {
	if tcp, ok := connection.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // a FIN instead of a RST is no worse
	}
}
