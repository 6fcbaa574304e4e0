package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestCatalog reads in the catalog, offline.
func TestCatalog(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, part := range []struct {
			name    string
			address string // of what is opened
			test    func(catalog, browser.Browser)
		}{
			{"address", "catalog/expired-token", catalog.addresses},
			{"unknown id", "catalog/no-such-rate-limit", catalog.unknownID},
			{"search", "catalog", catalog.search},
			{"keys", "catalog", catalog.keys},
			{"endpoints", "catalog", catalog.endpoints},
			{"table", "catalog", catalog.table},
			{"address of a search", "catalog?list=endpoints&q=sleep&api=fitbit", catalog.searchAddress},
			{"pasted address", "catalog", catalog.pastedAddress},
			{"from a finding", "", catalog.fromFinding},
			{"added pack", "", catalog.addedPack},
		} {
			t.Run(part.name, func(t *testing.T) {
				s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: part.address}).String())
				part.test(catalog{s}, b)
			})
		}
	})
}

// TestCatalogInPanel goes from a finding to its entry and back where the
// document's address is not the person's, and stays as it is.
func TestCatalogInPanel(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		c := catalog{openHarness(t, b)}
		eval[any](c.screen, `void harness.send(16)`)
		c.waitFinding("expired-token")
		c.click(`#rows [data-finding="expired-token"]`)
		c.click("#detail .subtitle [data-action=visit]")
		c.tab("catalog")
		c.chosen("#catalog/expired-token")
		c.press("#topics", "ArrowDown")
		c.wait(`document.querySelector("#topic .title").textContent !== ""`)
		c.click("#topic .back")
		c.tab("requests")
		c.wait(`document.querySelector('#rows [aria-selected="true"]')?.dataset.finding === "expired-token"`)
		if hash := eval[string](c.screen, "location.hash"); hash != "" {
			t.Errorf("the panel's address has %s", hash)
		}
	})
}

// A catalog is the catalog tab, in front of a test.
type catalog struct{ screen }

// reads waits until the topic with this address is read, in the tab and in the
// page's address.
func (c catalog) reads(address string) {
	c.t.Helper()
	c.wait(`document.querySelector("#topic").checkVisibility({visibilityProperty: true}) && location.hash.split("?")[0] === ` + quote(address))
	c.wait(`document.querySelector("#topic .title").textContent !== ""`)
}

// chosen waits until the row with this address is the list's chosen one.
func (c catalog) chosen(address string) {
	c.t.Helper()
	c.wait(fmt.Sprintf(`(() => {
		const row = document.querySelector('#topics [aria-selected="true"]');
		return row?.dataset.address === %s && row.id === document.querySelector("#topics").getAttribute("aria-activedescendant");
	})()`, quote(address)))
}

// first waits until a topic is the first of the list.
func (c catalog) first(address string) {
	c.t.Helper()
	c.wait(`document.querySelector("#topics [role=option]")?.dataset.address === ` + quote(address))
}

func (c catalog) tab(name string) {
	c.t.Helper()
	c.wait(`document.querySelector('#tabs [aria-selected="true"]').dataset.tab === ` + quote(name))
}

// goTo changes the page's address as a person does.
func (c catalog) goTo(hash string) {
	c.t.Helper()
	eval[any](c.screen, `void (location.hash = `+quote(hash)+`)`)
}

func (c catalog) press(selector, key string) {
	c.t.Helper()
	eval[any](c.screen, fmt.Sprintf(`(() => {
		const target = document.querySelector(%s);
		target.focus();
		target.dispatchEvent(new KeyboardEvent("keydown", {key: %s, bubbles: true, cancelable: true}));
	})()`, quote(selector), quote(key)))
}

func (c catalog) focused(selector string) {
	c.t.Helper()
	c.wait(`document.activeElement?.matches(` + quote(selector) + `) === true`)
}

func (c catalog) addresses(b browser.Browser) {
	c.tab("catalog")
	c.reads("#catalog/expired-token")
	c.chosen("#catalog/expired-token")
	if fixes := eval[int](c.screen, `document.querySelectorAll("#topic .fix li").length`); fixes == 0 {
		c.t.Error("the entry shows no fix")
	}
	if marks := eval[int](c.screen, `document.querySelectorAll("#topic .message mark").length`); marks == 0 {
		c.t.Error("no placeholder of the message is marked")
	}
	expired := c.text("#topic .title")

	c.goTo("#catalog/rate-limit")
	c.reads("#catalog/rate-limit")
	c.wait(`document.querySelector("#topic .title").textContent !== ` + quote(expired))
	eval[any](c.screen, `history.back()`)
	c.reads("#catalog/expired-token")
	c.wait(`document.querySelector("#topic .title").textContent === ` + quote(expired))

	c.click(`#tabs [data-tab="requests"]`)
	c.wait(`location.hash === "#requests"`)
	eval[any](c.screen, `history.back()`)
	c.tab("catalog")
	c.goTo("#migration")
	c.tab("migration")
	c.goTo("#catalog?q=rate%20limit")
	c.tab("catalog")
	c.first("#catalog/rate-limit")
}

func (c catalog) unknownID(browser.Browser) {
	c.tab("catalog")
	c.wait(`document.querySelector("#topic .title").textContent.includes("no-such-rate-limit")`)
	c.wait(`[...document.querySelectorAll("#topics [role=option]")].some(row => row.dataset.address === "#catalog/rate-limit")`)
	if shown := eval[bool](c.screen, `document.querySelector("#topic .fix").checkVisibility()`); shown {
		c.t.Error("what is no entry has a fix")
	}
	c.click(`#topics [data-address="#catalog/rate-limit"]`)
	c.reads("#catalog/rate-limit")
}

func (c catalog) search(browser.Browser) {
	c.wait(`document.querySelectorAll("#topics [role=group]").length > 5`)
	all := eval[int](c.screen, `document.querySelectorAll("#topics [role=option]").length`)
	for text, address := range map[string]string{
		"Too Many Requests":              "#catalog/rate-limit",
		"expired_token":                  "#catalog/expired-token",
		"410":                            "#catalog/api-shut-down",
		stub.Named("missing-scope").Body: "#catalog/scope-missing",
	} {
		c.fill("#catalog-search", text)
		c.first(address)
		if found := eval[int](c.screen, `document.querySelectorAll("#topics [role=option]").length`); found >= all {
			c.t.Errorf("%s finds all %d", text, found)
		}
	}
	c.fill("#catalog-search", "<img src=x onerror=document.title=1>")
	c.wait(`document.querySelector("#no-topics").checkVisibility()`)
	c.harmless("Misstep")
	c.fill("#catalog-search", "")
	c.wait(fmt.Sprintf(`document.querySelectorAll("#topics [role=option]").length === %d`, all))

	eval[any](c.screen, `(() => {
		const menu = document.querySelector("#catalog-facet");
		menu.value = "429";
		menu.dispatchEvent(new Event("change", {bubbles: true}));
	})()`)
	c.wait(`[...document.querySelectorAll("#topics .sign")].every(sign => sign.textContent === "429")`)
}

func (c catalog) keys(browser.Browser) {
	c.wait(`document.querySelectorAll("#topics [role=option]").length > 0`)
	c.press("#topics", "/")
	c.focused("#catalog-search")
	c.fill("#catalog-search", "rate limit")
	c.press("#catalog-search", "ArrowDown")
	c.focused("#topics")
	c.chosen("#catalog/rate-limit")
	steps := eval[int](c.screen, `history.length`)
	second := eval[string](c.screen, `document.querySelectorAll("#topics [role=option]")[1].dataset.address`)
	c.press("#topics", "ArrowDown")
	c.chosen(second)
	c.reads(second)
	if now := eval[int](c.screen, `history.length`); now != steps {
		c.t.Errorf("moving through the list left %d steps behind", now-steps)
	}
	c.press("#topics", "Enter")
	c.focused("#topic")
	c.press("#topic", "Escape")
	c.focused("#topics")
	c.press("#topics", "Escape")
	c.wait(`!document.querySelector("#topic").checkVisibility() && location.hash === "#catalog?q=rate+limit"`)
	c.press("#topics", "Escape")
	c.wait(`document.querySelector("#catalog-search").value === "" && document.querySelectorAll("#topics [role=group]").length > 5`)
}

func (c catalog) endpoints(browser.Browser) {
	c.goTo("#catalog/fitbit/GET/1/user/{user-id}/profile.json")
	c.wait(`document.querySelector("#topic .message").textContent.includes("/profile.json")`)
	c.wait(`document.querySelector("#topic .replacements .address").textContent.startsWith("GET https://health.googleapis.com/")`)
	c.wait(`[...document.querySelectorAll("#topics [role=option]")].every(row => /^[A-Z]+$/.test(row.querySelector(".sign").textContent))`)
	c.fill("#catalog-search", "batchDelete")
	c.first("#catalog/googlehealth/POST/v4/users/%7Buser-id%7D/dataTypes/%7Bdata-type%7D/dataPoints:batchDelete")
}

func (c catalog) fromFinding(browser.Browser) {
	c.click(`#tabs [data-tab="requests"]`)
	for range 2 {
		c.paste(stub.Named("missing-scope").Body)
	}
	c.waitFinding("scope-missing")
	c.click("#detail .subtitle [data-action=visit]")
	c.tab("catalog")
	c.reads("#catalog/scope-missing")
	c.chosen("#catalog/scope-missing")
	c.focused("#topic")
	c.press("#topic", "Escape")
	c.tab("requests")
	c.focused("#detail")
	c.wait(`document.querySelector("#detail").checkVisibility({visibilityProperty: true})`)

	c.goTo("#catalog/scope-missing")
	c.wait(`document.querySelector("#topic .seen-times").textContent.includes("2")`)
	c.click("#topic .seen-times")
	c.tab("requests")
	c.waitRows("the rows with that entry", func(rows []row) bool {
		for _, r := range rows {
			if r.Finding != "scope-missing" {
				return false
			}
		}
		return len(rows) > 0
	})
}

// openPacks opens the dialog of packs, which lies upon that of hosts.
func (c catalog) openPacks() {
	c.t.Helper()
	c.click("#hosts")
	c.click("#packs")
}

func (c catalog) closePacks() {
	c.t.Helper()
	c.click("#packs-dialog .buttons [data-action=dialog-close]")
	c.click("#hosts-dialog .buttons [data-action=dialog-close]")
}

func (c catalog) addedPack(b browser.Browser) {
	data, err := os.ReadFile("../../catalog/testdata/parking.json")
	if err != nil {
		c.t.Fatal(err)
	}
	var pack map[string]any
	if err := json.Unmarshal(data, &pack); err != nil {
		c.t.Fatal(err)
	}
	pack["renamed"] = map[string]string{"space-taken": "bay-taken"}
	pack["retired"] = map[string]string{"bay-gone": "There are no such bays."}
	if data, err = json.Marshal(pack); err != nil {
		c.t.Fatal(err)
	}
	c.goTo("#catalog/bay-taken")
	c.wait(`document.querySelector("#topic .title").textContent.includes("bay-taken")`)
	c.openPacks()
	if err := b.ChooseFiles("#pack-file", file(c.t, "parking.json", string(data))); err != nil {
		c.t.Fatal(err)
	}
	c.wait(`document.querySelector('#packs-list [data-pack="parking"]') !== null`)
	c.closePacks()
	c.wait(`document.querySelector("#topic .fix").checkVisibility()`) // the entry is there now
	c.wait(`document.querySelector('#catalog-pack option[value="parking"]') !== null`)

	c.goTo("#catalog/space-taken")
	c.reads("#catalog/bay-taken")
	c.wait(`document.querySelector("#topic .aside").textContent.includes("space-taken")`)
	c.goTo("#catalog/bay-gone")
	c.wait(`document.querySelector("#topic .aside").textContent.includes("There are no such bays.")`)
	c.fill("#catalog-search", "Bay A7 is taken")
	c.first("#catalog/bay-taken")

	c.openPacks()
	c.click(`#packs-list [data-pack="parking"] button`)
	c.closePacks()
	c.wait(`document.querySelector('#catalog-pack option[value="parking"]') === null`)
	c.wait(`document.querySelector('#topics [data-address="#catalog/bay-taken"]') === null`)
}

// table reads the columns: causes stand under their error with its status, and the
// words that were searched for are marked.
func (c catalog) table(browser.Browser) {
	c.wait(`document.querySelectorAll("#topics [role=option]").length > 0`)
	row := func(address string) string { return `#topics [data-address="` + address + `"]` }
	for cell, want := range map[string]string{".sign": "401", ".message": "Access token expired", ".pack": "Fitbit Web API"} {
		if got := c.text(row("#catalog/expired-token") + " " + cell); !strings.Contains(got, want) {
			c.t.Errorf("%s of an error is %q, want %q", cell, got, want)
		}
	}
	if cause := eval[string](c.screen, `[...document.querySelectorAll("#topics .nested")].map(row => row.previousElementSibling.querySelector(".sign").textContent === row.querySelector(".sign").textContent ? "" : row.textContent).join("")`); cause != "" {
		c.t.Errorf("a cause does not stand under its error: %s", cause)
	}
	if n := eval[int](c.screen, `document.querySelectorAll("#topics .nested").length`); n < 50 {
		c.t.Errorf("%d causes are nested", n)
	}
	c.fill("#catalog-search", "expired")
	c.wait(`[...CSS.highlights.get("searched") ?? []].length > 3 && [...CSS.highlights.get("searched")].every(range => range.toString().toLowerCase() === "expired")`)
	c.fill("#catalog-search", "")
	c.wait(`CSS.highlights.get("searched").size === 0`)
	c.click("#catalog-what label:last-child")
	c.wait(`document.querySelector("#topics .by").checkVisibility() && document.querySelector("#catalog-what :checked").value === "endpoints"`)
	c.wait(`[...document.querySelectorAll("#topics .by")].filter(cell => cell.textContent.includes("/v4/users/me/")).length > 20`)
	c.focus("#catalog-what :checked")
	c.screen.keys("ArrowLeft")
	c.wait(`document.querySelector("#catalog-what :checked").value === "" && !document.querySelector("#topics .by").checkVisibility()`)
}

// searchAddress opens an address that says what is listed, and takes one away.
func (c catalog) searchAddress(browser.Browser) {
	c.wait(`document.querySelector("#catalog-search").value === "sleep" && document.querySelector("#catalog-what :checked").value === "endpoints" && document.querySelector("#catalog-pack").value === "fitbit"`)
	c.wait(`[...document.querySelectorAll("#topics .topic .pack")].every(cell => cell.textContent === "Fitbit Web API")`)
	c.click("#topics [role=option]")
	c.wait(`location.hash.endsWith("?api=fitbit&list=endpoints&q=sleep")`)
	if link := eval[string](c.screen, `document.querySelector("#topic .copy-link").dataset.text`); !strings.HasPrefix(link, "misstep.html#catalog/") {
		c.t.Errorf("the link leads to %s, where nobody else gets", link)
	}
}

// pastedAddress finds what replaces a request of the old API.
func (c catalog) pastedAddress(browser.Browser) {
	c.fill("#catalog-search", "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/2026-10-30.json")
	c.wait(`document.querySelector("#topics [role=option] .by")?.textContent.includes("/v4/users/me/dataTypes/")`)
	c.wait(`document.querySelector("#topic .replacements").checkVisibility() && document.querySelector("#topic .replacements").getBoundingClientRect().top < document.querySelector("#topic .needs").getBoundingClientRect().top`)
	c.focused("#catalog-search")
}
