package main

import (
	"fmt"
	"net"
	"net/http"
)

// serve offers dist/ on a loopback address until the program is ended.
func serve(address, folder string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("The offline page: http://%s/misstep.html#sample\nCtrl+C ends this server.\n", listener.Addr())
	return http.Serve(listener, http.FileServer(http.Dir(folder)))
}
