#include "rerate/study/definition_hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "rerate/base/sha256.h"

namespace rerate {
namespace {

constexpr std::size_t kDigits = 32;

bool is_of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

using SeriesByName = std::map<std::string_view, const SeriesDefinition*>;

// Adds the named series that a formula speaks of, and what those speak of. Words are enough: a name that stands for a function
// too makes the definition depend on more than it reads, which does no harm.
void add_read(std::string_view formula, const SeriesByName& named,
              std::map<std::string_view, std::string_view>& read) {
  std::vector<std::string_view> waiting = {formula};
  while (!waiting.empty()) {
    const auto text = waiting.back();
    waiting.pop_back();
    for (std::size_t at = 0; at < text.size();) {
      const auto end = static_cast<std::size_t>(
          std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_of_name) -
          text.begin());
      const auto series = named.find(text.substr(at, end - at));
      if (series != named.end() && read.emplace(series->first, series->second->formula).second)
        waiting.push_back(series->second->formula);
      at = end + 1;
    }
  }
}

// The sections whose figures a rotation takes.
std::string linked_texts(const StudyFile& study, const SectionRequest& section,
                         const std::vector<std::string>& texts) {
  std::string linked;
  const auto* rotation = std::get_if<RotationRequest>(&section.question);
  if (!rotation) return linked;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (study.sections[i].id == rotation->scenarios_of || study.sections[i].id == rotation->regimes_of)
      linked += fmt::format("{} {}\n", study.sections[i].kind, texts[i]);
  return linked;
}

// What of the study a text speaks of: named series, and sections by their ids, in full.
std::string spoken_of(std::string_view text, const StudyFile& study, const SeriesByName& named,
                      const std::vector<std::string>& texts) {
  std::map<std::string_view, std::string_view> read;
  add_read(text, named, read);
  std::string spoken;
  for (const auto& [name, formula] : read) spoken += fmt::format("[{}] {}\n", name, formula);
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (text.find(study.sections[i].id) != std::string_view::npos)
      spoken += fmt::format("{} {}\n", study.sections[i].kind, texts[i]);
  return spoken;
}

// Options whose words tell all keep an empty content.
void add_contents(SectionRequest& section, const StudyFile& study, const SeriesByName& named,
                  const std::vector<std::string>& texts) {
  if (!section.choices) return;
  auto choices = std::make_shared<SectionChoices>(*section.choices);
  for (std::size_t c = 0; c < choices->choices.size(); ++c) {
    const auto& choice = choices->choices[c];
    for (std::size_t o = 0; o < choice.options.size(); ++o) {
      auto& content = choices->contents[c][o];
      if (o == choice.usual) continue;  // the definition's own hash tells it
      const auto spoken = spoken_of(content.empty() ? choice.options[o] : content, study, named, texts);
      if (content.empty() && spoken.empty()) continue;
      Sha256 hash;
      hash.add(fmt::format("{}:{}{}", content.size(), content, spoken));
      content = hash.finish().substr(0, kDigits);
    }
  }
  section.choices = std::move(choices);
}

}  // namespace

void add_definition_hashes(StudyFile& study, const std::vector<std::string>& texts) {
  SeriesByName named;
  for (const auto& series : study.series) named.emplace(series.name, &series);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto& section = study.sections[i];
    std::set<std::string> uses;  // those by default are not in the text
    std::map<std::string_view, std::string_view> read;
    for (const auto& use : uses_of(section.question)) {
      uses.insert(fmt::format("{} = {}\n", use.role, use.formula));
      add_read(use.formula, named, read);
    }
    Sha256 hash;
    hash.add(fmt::format("{} {}\n{}", section.kind, texts[i], linked_texts(study, section, texts)));
    for (const auto& use : uses) hash.add(use);
    for (const auto& [name, formula] : read) hash.add(fmt::format("[{}] {}\n", name, formula));
    section.definition_hash = hash.finish().substr(0, kDigits);
    add_contents(section, study, named, texts);
  }
}

}  // namespace rerate
