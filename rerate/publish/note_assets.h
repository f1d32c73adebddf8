#pragma once

#include <string_view>

namespace rerate {

// What web/ builds and the library carries inside itself, so that the program is one file.

// The chart program with Vega and Vega-Lite, minified, fit to stand inside <script> as it is.
std::string_view note_script();
// Its SHA-256 in base64, for the page's content security policy.
std::string_view note_script_hash();
// The page's style sheet, minified.
std::string_view note_style();

}  // namespace rerate
