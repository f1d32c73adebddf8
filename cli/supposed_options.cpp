#include "cli/supposed_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/environment.h"
#include "rerate/base/number_text.h"
#include "rerate/study/study_file.h"

namespace rerate::cli {
namespace {

bool is_study_key(const std::string& name, const std::vector<std::string>& sections) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return false;
  const auto first = name.substr(0, dot);
  return first == "study" || first == "series" ||
         std::find(std::begin(kSectionKinds), std::end(kSectionKinds), first) != std::end(kSectionKinds) ||
         std::find(sections.begin(), sections.end(), first) != sections.end();
}

}  // namespace

FairValueSettings split_settings(const std::vector<std::string>& options,
                                 const std::vector<std::string>& sections) {
  FairValueSettings settings;
  for (const auto& text : options) {
    auto [name, value] = key_value(text, "--set");
    if (is_study_key(name, sections)) {
      settings.keys.emplace_back(std::move(name), std::move(value));
      continue;
    }
    const auto number = parse_number(value);
    if (!number)
      refuse(ErrorCode::command_line,
             fmt::format("--set {}: \"{}\" is not a number", name.substr(0, 80), value.substr(0, 80)),
             "Write --set rates.gs2=3.0; a key of the study begins with its table or section: study.seed=7.");
    settings.supposed.push_back({std::move(name), *number});
  }
  return settings;
}

}  // namespace rerate::cli
