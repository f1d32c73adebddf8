#pragma once

#include <string>
#include <string_view>

namespace rerate {

// Text for an element or a quoted attribute: & < > " ' escaped, malformed UTF-8 and control characters
// replaced. Nothing a study or a catalogue says can become markup.
std::string html_text(std::string_view text);

// Text of several lines, for <pre>: line breaks stay, all else as in html_text.
std::string html_lines(std::string_view text);

}  // namespace rerate
