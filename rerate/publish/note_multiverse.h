#pragma once

#include <string>
#include <string_view>

#include "rerate/publish/key_figures.h"
#include "rerate/study/results.h"

namespace rerate {

// The pieces of a note that tell how fragile figures are and which claims hold. All open without scripts, and on paper.

// Beside a key figure: a strip plot and one line, which open into its figures one by one and the nearest definition that says
// otherwise, and lead on to `curve` (an anchor), where there is one. Empty for a number that does not vary.
std::string fragility_badge_html(const KeyFigure& figure, std::string_view curve = {});

// One line: "10 to 24 over 63 definitions" of the lead number, or what the section's lattice says; empty without either.
std::string multiverse_summary(const Section& section);

// The claims put to a section, each with its verdict, what was claimed and found, and folded how the answers are spread. Empty
// without claims.
std::string claim_callouts(const Section& section);

// The table of all claims as a page has room for it: claim, claimed, found, verdict, rule, and how many definitions of how many
// reproduce it. Any other table as it is.
Table shown_claims(const Table& table);

}  // namespace rerate
