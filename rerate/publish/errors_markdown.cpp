#include "rerate/publish/errors_markdown.h"

#include <fmt/format.h>

#include <string_view>

#include "rerate/base/error_codes.h"

namespace rerate {
namespace {

struct Family {
  std::string_view prefix, title;
};
constexpr Family kFamilies[] = {{"RR1", "Files and text"},
                                {"RR2", "Store, packs and catalogue"},
                                {"RR3", "Formulas"},
                                {"RR4", "Study files"},
                                {"RR5", "Events and statistics"},
                                {"RR6", "Models"},
                                {"RR7", "Publishing"},
                                {"RR8", "Multiverse"},
                                {"RR9", "Command line"}};

// A cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

std::string family_table(const Family& family) {
  std::string rows;
  for (const ErrorDescription& error : kErrorDescriptions)
    if (error.code.starts_with(family.prefix))
      rows += fmt::format("| {} | {} | {} |\n", error.code, cell(error.title), cell(error.remedy));
  if (rows.empty()) return {};
  return fmt::format("\n## {}xx {}\n\n| code | meaning | what to do |\n|---|---|---|\n{}", family.prefix,
                     family.title, rows);
}

}  // namespace

std::string errors_markdown() {
  std::string text =
      "# Error codes\n\n"
      "<!-- Made from rerate/base/error_codes.h by `rerate help errors --markdown`. Do not edit. -->\n\n"
      "A run that ends with exit code 2 was stopped by its input: the message names one of these codes, the "
      "file,\n"
      "line and column where there is one, what was expected, and how to mend it. `rerate help RR301` tells "
      "of "
      "one\n"
      "code. Codes are never reused.\n";
  for (const Family& family : kFamilies) text += family_table(family);
  return text;
}

}  // namespace rerate
