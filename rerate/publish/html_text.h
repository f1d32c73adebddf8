#pragma once

#include <string>
#include <string_view>

namespace rerate {

// Text for an element or a quoted attribute: & < > " ' escaped, malformed UTF-8 and control characters
// replaced. Nothing a study or a catalogue says can become markup.
std::string html_text(std::string_view text);

}  // namespace rerate
