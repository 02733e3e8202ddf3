// noop-subscriber answers each event with an empty 202: behind a broker it shows the broker's own ceiling.
//
//	noop-subscriber [--listen 127.0.0.1:9001] [--count]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	address := flag.String("listen", "127.0.0.1:9001", "address")
	count := flag.Bool("count", false, "print at the end, as JSON, how many events came, how fast, and how late after their ce-time")
	flag.Parse()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		fmt.Fprintf(os.Stderr, "noop-subscriber: --listen %s: %v: is something else on this port?\n", *address, err)
		os.Exit(2)
	}
	var c counts
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
	go func() {
		err := http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				w.Header().Set("Content-Type", "application/json")
				_ = json.NewEncoder(w).Encode(c.summary())
				return
			}
			if r.Method == http.MethodDelete {
				c.forget()
				w.WriteHeader(http.StatusNoContent)
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusAccepted)
			c.add(time.Now(), r.Header.Get("Ce-Time"))
		}))
		fmt.Fprintln(os.Stderr, "noop-subscriber:", err)
		os.Exit(1)
	}()
	fmt.Fprintf(os.Stderr, "ready on %s\n", listener.Addr())
	<-stopped
	if *count {
		_ = json.NewEncoder(os.Stdout).Encode(c.summary())
	}
}
