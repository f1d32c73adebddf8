#pragma once

// Choices of an event study made by hand: each option is some lines of the section's TOML, read as a study file would be.

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/base/toml_table.h"
#include "rerate/study/section_choices.h"
#include "rerate/study/study_file.h"

namespace rerate {

// Keys of the section ("horizon") or of its episode ("episode.below") with their values; a later one takes the place of an
// earlier one, and "" takes it away.
using EventKeys = std::map<std::string, std::string>;

struct EventChoice {
  std::string name;
  std::vector<EventKeys> options;
  std::size_t usual = 0;
};

inline std::string event_toml(const EventKeys& keys) {
  std::string text, episode;
  for (const auto& [key, value] : keys) {
    if (value.empty()) continue;
    if (key.starts_with("episode."))
      episode += (episode.empty() ? "" : ", ") + key.substr(8) + " = " + value;
    else
      text += key + " = " + value + "\n";
  }
  if (!episode.empty()) text += "episode = { " + episode + " }\n";
  return text;
}

inline EventStudyRequest event_request(const EventKeys& keys) {
  return read_event_study(TomlDocument::parse(event_toml(keys), "s.toml", ErrorCode::study_file).root(), 1);
}

inline EventKeys event_keys(EventKeys keys, const std::vector<EventChoice>& choices,
                            std::span<const std::uint32_t> options) {
  for (std::size_t i = 0; i < choices.size(); ++i)
    for (const auto& [key, value] : choices[i].options[options[i]]) keys[key] = value;
  return keys;
}

inline std::shared_ptr<const SectionChoices> event_choices(const EventKeys& keys,
                                                           const std::vector<EventChoice>& choices) {
  auto made = std::make_shared<SectionChoices>();
  for (const auto& choice : choices) {
    LatticeChoice one{choice.name, {}, choice.usual, true};
    for (const auto& option : choice.options)
      one.options.push_back(option.empty() ? "" : option.begin()->second);
    made->choices.push_back(std::move(one));
    made->paths.push_back(choice.name);
    made->places.push_back({"s.toml", 3, 1});
  }
  made->read = [keys, choices](std::span<const std::uint32_t> options) -> SectionQuestion {
    return event_request(event_keys(keys, choices, options));
  };
  return made;
}

inline SectionRequest event_section(const EventKeys& keys, const std::vector<EventChoice>& choices) {
  SectionRequest section;
  section.id = "lows";
  section.kind = "event_study";
  section.choices = event_choices(keys, choices);
  std::vector<std::uint32_t> usual;
  for (const auto& choice : choices) usual.push_back(static_cast<std::uint32_t>(choice.usual));
  section.question = section.choices->read(usual);
  return section;
}

// Monthly: two surveys `pmi` and `other`, prices `small`, `large`, `value`, with total returns `small_total` and `large_total`;
// quarterly: `survey_q`. 300 months from 1990-01.
inline SeriesInputs event_market() {
  const auto add = [](SeriesInputs& made, const std::string& name, Frequency frequency, Kind kind, int count,
                      auto next) {
    auto& input = made[name];
    input.series.type = {frequency, kind, "index"};
    input.series.name = input.title = name;
    const int first = frequency == Frequency::monthly ? 240 : 80;
    for (int i = 0; i < count; ++i)
      input.series.append(first + i, next(i), last_day({frequency, first + i}) + 1);
  };
  const auto survey = [](std::uint64_t stream) {
    return [random = RandomStream(31, stream), level = 50.0](int i) mutable {
      level += 0.15 * (50 - level) + 4 * (random.uniform(static_cast<std::uint64_t>(i)) - 0.5);
      return std::round(2 * level) / 2;
    };
  };
  const auto price = [](std::uint64_t stream) {
    return [random = RandomStream(32, stream), level = 100.0](int i) mutable {
      return level *= 1 + 0.1 * (random.uniform(static_cast<std::uint64_t>(i)) - 0.47);
    };
  };
  SeriesInputs made;
  std::uint64_t stream = 0;
  for (const auto* name : {"pmi", "other"})
    add(made, name, Frequency::monthly, Kind::diffusion_index, 300, survey(++stream));
  add(made, "survey_q", Frequency::quarterly, Kind::diffusion_index, 100, survey(++stream));
  for (const auto* name : {"small", "large", "value"})
    add(made, name, Frequency::monthly, Kind::price_index, 300, price(++stream));
  for (const auto* name : {"small_total", "large_total"})
    add(made, name, Frequency::monthly, Kind::total_return_index, 300, price(++stream));
  return made;
}

inline EventKeys usual_event_keys() {
  return {{"signal", "\"pmi\""},    {"asset", "\"small\""}, {"benchmark", "\"large\""},
          {"anchor", "\"trough\""}, {"horizon", "\"12m\""}, {"episode.below", "48"},
          {"episode.until", "51"}};
}

}  // namespace rerate
