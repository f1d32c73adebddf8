#include "rerate/publish/fragility_words.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/publish/number_format.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string count_text(std::int64_t count) { return people_number(static_cast<double>(count), 0); }

// A count keeps to its noun at the end of a line.
std::string definitions_badge(std::int64_t count) {
  return count_text(count) + (count == 1 ? "\u00a0definition" : "\u00a0definitions");
}

std::string definitions_text(std::int64_t count) {
  return count_text(count) + (count == 1 ? " definition" : " definitions");
}

std::string range_text(const NumberFragility& fragility, std::string_view unit, Told told) {
  return figure_range(fragility.min, fragility.max, unit, told);
}

std::string definitions_run(const SectionMultiverse& multiverse) {
  std::string text = count_text(multiverse.definitions);
  if (multiverse.stopped) return text + fmt::format(" of {}, then stopped", multiverse.size);
  if (multiverse.definitions > 1 && multiverse.whole) text += ", every combination of the choices";
  if (!multiverse.whole && !multiverse.size.empty())
    text += fmt::format(", an even sample of {}", multiverse.size);
  if (multiverse.distinct > 0 && multiverse.distinct < multiverse.definitions)
    text += fmt::format("; {} of them differ in what they did", count_text(multiverse.distinct));
  return text;
}

}  // namespace

// Lines break behind the points between the parts.
std::string fragility_badge(const NumberFragility& fragility, std::string_view unit, Told told) {
  std::string text = fmt::format("{}\u00a0· {}", range_text(fragility, unit, told),
                                 definitions_badge(fragility.definitions));
  if (!std::isnan(fragility.same_sign))
    text += fmt::format("\u00a0· same\u00a0sign\u00a0{}", share_text(fragility.same_sign));
  return text;
}

std::string fragility_sentence(const NumberFragility& fragility, std::string_view unit, Told told) {
  std::string text =
      fmt::format("{} over {}", range_text(fragility, unit, told), definitions_text(fragility.definitions));
  if (!std::isnan(fragility.same_sign))
    text += fmt::format(", same sign {}", share_text(fragility.same_sign));
  return text;
}

std::vector<Fact> fragility_facts(const NumberFragility& fragility, std::string_view unit, Told told) {
  const auto figure = [&](double value) { return figure_text(value, unit, told); };
  std::vector<Fact> facts = {{"Least", figure(fragility.min)},
                             {"5%", figure(fragility.p05)},
                             {"Median", figure(fragility.median)},
                             {"95%", figure(fragility.p95)},
                             {"Most", figure(fragility.max)}};
  if (!std::isnan(fragility.same_sign)) facts.push_back({"Same sign", share_text(fragility.same_sign)});
  if (fragility.significant && !std::isnan(*fragility.significant))
    facts.push_back({"Significant", share_text(*fragility.significant)});
  if (!std::isnan(fragility.percentile))
    facts.push_back({"This figure", figure_text(fragility.percentile, "", Told::place) + " percentile"});
  if (!fragility.flip.empty())
    facts.push_back({"Nearest flip", capitalised(people_sentence(fragility.flip))});
  return facts;
}

bool reads_as_one(const NumberFragility& fragility, std::string_view unit, Told told) {
  return figure_text(fragility.min, unit, told) == figure_text(fragility.max, unit, told);
}

std::string fragility_alternative(const NumberFragility& fragility, double value, std::string_view unit,
                                  Told told) {
  return fmt::format("{}; nine tenths of them {}, median {}; this figure is {}",
                     fragility_sentence(fragility, unit, told),
                     figure_range(fragility.p05, fragility.p95, unit, told),
                     figure_text(fragility.median, unit, told), figure_text(value, unit, told));
}

std::vector<Fact> multiverse_facts(const SectionMultiverse& multiverse) {
  std::vector<Fact> facts = {{"Definitions", definitions_run(multiverse)}};
  if (multiverse.looks > 0)
    facts.push_back(
        {"Looks", fmt::format("{} of this section so far, with these", definitions_text(multiverse.looks))});
  if (!std::isnan(multiverse.p)) {
    std::string text = people_p_value(multiverse.p) + " alone";
    if (!std::isnan(multiverse.p_adjusted))
      text += fmt::format("; {} corrected for the looking{}", people_p_value(multiverse.p_adjusted),
                          multiverse.p_adjusted_by.empty() ? "" : ", by " + multiverse.p_adjusted_by);
    facts.push_back({"Price of looking", text});
  }
  return facts;
}

}  // namespace rerate
