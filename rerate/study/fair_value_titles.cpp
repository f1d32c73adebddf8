#include "rerate/study/fair_value_titles.h"

#include <fmt/format.h>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string title_of_name(const std::string& name, const FairValue& found) {
  const auto& panel = found.panel;
  for (std::size_t i = 0; i < panel.names.size(); ++i)
    if (panel.names[i] == name) return panel.titles.at(i);
  for (const auto& scenario : found.scenarios)
    if (scenario.id == name) return scenario.title;
  return name;
}

std::string not_explained(const FairValue& found, const char* otherwise) {
  return found.multiple.form == MultipleForm::differences ? "Not explained" : otherwise;
}

}  // namespace

std::string with_titles(const std::string& sentence, const FairValue& found) {
  std::string text;
  std::size_t from = 0;
  for (;;) {
    const auto open = sentence.find('`', from);
    const auto close = open == std::string::npos ? open : sentence.find('`', open + 1);
    if (close == std::string::npos) return text + sentence.substr(from);
    text += sentence.substr(from, open - from);
    const auto title = title_of_name(sentence.substr(open + 1, close - open - 1), found);
    text += text.empty() || text.ends_with(". ") ? capitalised(title) : title;
    from = close + 1;
  }
}

std::string title_of_solved(const std::string& solves, const FairValue& found, const FairValueNames& names) {
  if (solves == "growth") return "Growth of " + names.fundamental;
  if (solves == "multiple") return capitalised(names.multiple());
  return capitalised(title_of_name(solves, found));
}

std::string title_of_part(const AttributionPart& part, const FairValue& found, const FairValueNames& names) {
  if (part.name == "fundamental") return capitalised(names.fundamental);
  if (part.name == "growth") return "Expected growth";
  if (part.name == "residual") return not_explained(found, "Price beyond fair value");
  return capitalised(part.title.empty() ? part.name : part.title);
}

std::string title_of_gap_part(const AttributionPart& part, const FairValue& found,
                              const FairValueNames& names) {
  const bool of_given_equation =
      found.multiple.form == MultipleForm::given && found.multiple.drivers.empty() && part.name == "residual";
  if (part.name == "multiple" || of_given_equation)
    return fmt::format("Multiple from {} to the {} given",
                       fixed(found.panel.price_now() / found.panel.fundamental_now, 2),
                       fixed(found.scenarios.at(found.base).multiple, 2));
  if (part.name == "residual") return not_explained(found, "Today's multiple against its drivers");
  return title_of_part(part, found, names);
}

std::string figure_with_unit(double value, const std::string& unit) {
  if (unit == "percent") return fixed(value, 2) + "%";
  if (unit == "pp" || unit == "bp") return fixed(value, 2) + " " + unit;
  return fixed(value, 2);
}

std::string at_valuation(const FairValueNames& names) {
  return names.dated.empty() ? std::string() : " in " + names.dated;
}

}  // namespace rerate
