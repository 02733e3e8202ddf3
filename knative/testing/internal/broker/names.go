package broker

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"knative.dev/pkg/network"
)

// names is the cluster's DNS: host name without port to an address on loopback. Nothing else is reached.
type names map[string]string

// add takes HOST=ADDRESS; HOST is a Service's name (in each of the namespaces), name.namespace or a host name.
func (n names) add(mapping string, namespaces map[string]bool) error {
	from, to, ok := strings.Cut(mapping, "=")
	if !ok {
		return fmt.Errorf("--map %s: want HOST=ADDRESS, like worker=127.0.0.1:9001", mapping)
	}
	from, to = bare(from), bare(to)
	host, _, err := net.SplitHostPort(to)
	if err != nil {
		return fmt.Errorf("--map %s: the address wants a host and a port, like 127.0.0.1:9001: %v", mapping, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--map %s: %s is not on loopback: use 127.0.0.1", mapping, host)
	}
	if h, _, err := net.SplitHostPort(from); err == nil {
		from = h
	}
	switch parts := strings.Split(from, "."); {
	case len(parts) == 1:
		for namespace := range namespaces {
			n[network.GetServiceHostname(from, namespace)] = to
		}
	case len(parts) == 2 && namespaces[parts[1]]:
		n[network.GetServiceHostname(parts[0], parts[1])] = to
	case len(parts) == 3 && parts[2] == "svc":
		n[from+"."+network.GetClusterDomainName()] = to
	}
	n[from] = to
	return nil
}

func bare(address string) string {
	address = strings.TrimPrefix(address, "http://")
	host, _, _ := strings.Cut(address, "/")
	return host
}

// lookup gives "" for a name that is neither mapped nor loopback itself.
func (n names) lookup(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		host, port = address, "80"
	}
	if to, ok := n[host]; ok {
		return to
	}
	if to, ok := n[host+"."+network.GetClusterDomainName()]; ok && strings.HasSuffix(host, ".svc") {
		return to
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return net.JoinHostPort(host, port)
	}
	return ""
}

var ruling atomic.Pointer[names]

// rule makes these names the process's. Knative's HTTP clients clone http.DefaultTransport and are
// kept by Knative, so the dialer they have must ask for the names of the day.
func (n names) rule() {
	if ruling.Swap(&n) != nil {
		return
	}
	t := http.DefaultTransport.(*http.Transport)
	t.Proxy = nil
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return (*ruling.Load()).dial(ctx, network, address)
	}
}

func (n names) dial(ctx context.Context, _, address string) (net.Conn, error) {
	to := n.lookup(address)
	if to == "" {
		return nil, fmt.Errorf("%s is not mapped: add --map HOST=ADDRESS", address)
	}
	return (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", to)
}
