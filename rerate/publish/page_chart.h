#pragma once

#include <string>
#include <string_view>

namespace rerate {

// A chart's Vega-Lite specification (vega_chart.h) as the note carries it for its own chart program, which makes it whole
// again (web/src/columns.js). A note holds tens of thousands of data rows, and most of their text says the same in each:
//
//   rows      {"x": "2001-01-31", "y": 1.25}, ...         as in results.json, and where there are few
//   columns   {"x": {"from": "2001-01-31", "days": [0, 28, ...]},   each date as days since the one before
//              "state": {"of": ["high", "low"], "at": [0, 0, 1]},   words that come again by their place in a list
//              "y": [1.25, ...]}
//
// Figures keep eight digits, which is more than any picture or read-out shows. What the page has elsewhere is left out: the
// title, the description and the look that all charts share. A text that is no specification comes back as it is.
std::string page_chart(const std::string& specification);

// The look that page_chart leaves out: the member `config` of a specification. Empty for what is none.
std::string page_look(const std::string& specification);

}  // namespace rerate
