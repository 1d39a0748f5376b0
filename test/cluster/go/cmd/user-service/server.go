package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	grpcprom "github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/admin"
	"google.golang.org/grpc/credentials"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"

	"kubectl-grpc.test/cluster/gen/steering"
	"kubectl-grpc.test/cluster/gen/user"
)

// server is the running server, whichever protocol it speaks.
type server struct {
	health *healthService
	grpc   *grpc.Server // nil when another protocol is spoken
	failed chan error
}

// start listens and serves in the background; failed receives the error when serving ends by itself.
func start(config config) (*server, error) {
	started := &server{health: newHealthService(config.health), failed: make(chan error, 1)}
	if config.protocol == "none" {
		fmt.Println("listening on nothing, as PROTOCOL=none asks")
		return started, nil
	}
	tlsConfig, err := config.tls()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp4", config.address)
	if err != nil {
		return nil, err
	}
	if config.protocol == "grpc" {
		if started.grpc, err = newGRPCServer(config, started.health, tlsConfig); err != nil {
			return nil, err
		}
		go func() { started.failed <- started.grpc.Serve(listener) }()
	} else {
		if tlsConfig != nil {
			listener = tls.NewListener(listener, tlsConfig)
		}
		go func() { started.failed <- serveHostile(config.protocol, listener) }()
	}
	fmt.Println("serving on", listener.Addr())
	return started, nil
}

// drain ends serving as DRAIN says. Open streams hold a graceful stop until the clients end them.
func (s *server) drain(config config) {
	if config.drain == "abrupt" {
		return
	}
	s.health.Shutdown()
	time.Sleep(config.drainWait)
	if s.grpc != nil {
		s.grpc.GracefulStop()
	}
}

func newGRPCServer(config config, health *healthService, tlsConfig *tls.Config) (*grpc.Server, error) {
	var options []grpc.ServerOption
	if tlsConfig != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(tlsConfig)))
	}
	metrics := grpcprom.NewServerMetrics(grpcprom.WithServerHandlingTimeHistogram())
	options = append(options,
		grpc.UnaryInterceptor(metrics.UnaryServerInterceptor()),
		grpc.StreamInterceptor(metrics.StreamServerInterceptor()))

	server := grpc.NewServer(options...)
	user.RegisterUserServiceServer(server, newUserService(config))
	steering.RegisterSteeringServer(server, &steeringService{health: health})
	if config.health.registered == "on" {
		healthpb.RegisterHealthServer(server, health)
	}
	if config.admin == "on" {
		if _, err := admin.Register(server); err != nil {
			return nil, err
		}
	}
	if err := registerReflection(server, config); err != nil {
		return nil, err
	}
	metrics.InitializeMetrics(server)
	return server, serveMetrics(config.metricsPort, metrics)
}

func registerReflection(server *grpc.Server, config config) error {
	options := reflection.ServerOptions{Services: server}
	if config.schema == "v2" {
		files, err := nextSchema()
		if err != nil {
			return err
		}
		options.DescriptorResolver = files
	}
	for _, version := range config.reflection {
		switch version {
		case "v1":
			reflectionv1.RegisterServerReflectionServer(server, reflection.NewServerV1(options))
		case "v1alpha":
			reflectionv1alpha.RegisterServerReflectionServer(server, reflection.NewServer(options))
		}
	}
	return nil
}

// serveMetrics answers /metrics over plain HTTP for as long as the process lives.
func serveMetrics(port string, metrics *grpcprom.ServerMetrics) error {
	if port == "" {
		return nil
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics)
	listener, err := net.Listen("tcp4", net.JoinHostPort("0.0.0.0", port))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	go http.Serve(listener, mux) //nolint:errcheck // ends with the process
	return nil
}

// tls returns nil for plaintext.
func (c config) tls() (*tls.Config, error) {
	if c.certificate == "" && c.key == "" {
		return nil, nil
	}
	pair, err := tls.X509KeyPair([]byte(c.certificate), []byte(c.key))
	if err != nil {
		return nil, fmt.Errorf("TLS_CERT_PEM, TLS_KEY_PEM: %w", err)
	}
	tlsConfig := &tls.Config{Certificates: []tls.Certificate{pair}}
	if c.clientCA == "" {
		return tlsConfig, nil
	}
	tlsConfig.ClientCAs = x509.NewCertPool()
	if !tlsConfig.ClientCAs.AppendCertsFromPEM([]byte(c.clientCA)) {
		return nil, errors.New("TLS_CLIENT_CA_PEM: no certificate in it")
	}
	tlsConfig.ClientAuth = tls.RequireAndVerifyClientCert
	return tlsConfig, nil
}
