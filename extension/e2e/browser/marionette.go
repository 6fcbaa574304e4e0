package browser

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// A marionette is a connection to Firefox's own remote protocol: frames
// "LENGTH:JSON", a command [0, id, name, parameters] and its response
// [1, id, error, result]. Commands are sent one at a time.
type marionette struct {
	connection net.Conn
	reader     *bufio.Reader
	id         int
}

type object = map[string]any

// dialMarionette connects and reads the greeting.
func dialMarionette(address string) (*marionette, error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	m := &marionette{connection: connection, reader: bufio.NewReader(connection)}
	connection.SetDeadline(time.Now().Add(Patience))
	if _, err := m.read(); err != nil {
		connection.Close()
		return nil, err
	}
	return m, nil
}

func (m *marionette) read() (json.RawMessage, error) {
	prefix, err := m.reader.ReadString(':')
	if err != nil {
		return nil, err
	}
	length, err := strconv.Atoi(strings.TrimSuffix(prefix, ":"))
	if err != nil {
		return nil, err
	}
	message := make(json.RawMessage, length)
	_, err = io.ReadFull(m.reader, message)
	return message, err
}

// call sends a command and stores its result, or the result's member "value",
// in out (nil: not wanted).
func (m *marionette) call(command string, parameters object, out any) error {
	m.id++
	message, err := json.Marshal([]any{0, m.id, command, parameters})
	if err != nil {
		return err
	}
	m.connection.SetDeadline(time.Now().Add(2 * Patience))
	if _, err := fmt.Fprintf(m.connection, "%d:%s", len(message), message); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	reply, err := m.read()
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	var parts [4]json.RawMessage
	if err := json.Unmarshal(reply, &parts); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	if string(parts[2]) != "null" {
		var failure struct{ Error, Message string }
		json.Unmarshal(parts[2], &failure)
		return fmt.Errorf("%s: %s: %s", command, failure.Error, failure.Message)
	}
	if out == nil {
		return nil
	}
	var result struct{ Value json.RawMessage }
	if json.Unmarshal(parts[3], &result) == nil && result.Value != nil {
		return json.Unmarshal(result.Value, out)
	}
	return json.Unmarshal(parts[3], out)
}

// in runs the body of an async function in a context: "content" is the page in
// the tab, "chrome" the browser's own window, where globalThis is kept from
// call to call. The body's arguments are in the array a.
func (m *marionette) in(context, body string, out any, arguments ...any) error {
	if err := m.call("Marionette:SetContext", object{"value": context}, nil); err != nil {
		return err
	}
	parameters := object{"args": append([]any{}, arguments...), "script": `
		const done = arguments[arguments.length - 1], a = Array.prototype.slice.call(arguments, 0, -1);
		(async () => {` + body + `})().then(value => done({value: value ?? null}), error => done({error: String(error)}));`}
	if context == "chrome" {
		parameters["sandbox"], parameters["newSandbox"] = "misstep", false
	}
	var result struct {
		Value json.RawMessage
		Error string
	}
	// The result has a member "value" of its own: take the whole of it.
	var whole json.RawMessage
	if err := m.call("WebDriver:ExecuteAsyncScript", parameters, &whole); err != nil {
		return err
	}
	if err := json.Unmarshal(whole, &result); err != nil {
		return err
	}
	if result.Error != "" {
		return errors.New(result.Error)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(result.Value, out)
}
