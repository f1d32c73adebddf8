#include "rerate/study/event_study_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/study/toml_dates.h"
#include "rerate/study/turning_point_request.h"

namespace rerate {
namespace {

// Fewer leave an interval's ends to single draws; more add nothing that the events could carry.
constexpr int kFewestDraws = 100, kMostDraws = 20'000;

SeriesUse read_use(const TomlTable& table, std::string role, std::string_view example) {
  const auto value = table.require(role, example);
  return {std::move(role), value.text(), value.inner_place()};
}

// A number, or a comparison in words: "> 50". `comparison` is the only one that makes sense here;
// `plain_inclusive` is what a bare number means.
Threshold read_threshold(const TomlValue& value, char comparison, bool plain_inclusive) {
  if (value.type() == TomlValue::Type::number) return {value.number(), plain_inclusive};
  const auto text = value.text();
  std::string_view rest = text;
  const char given = rest.starts_with('<') || rest.starts_with('>') ? rest.front() : '\0';
  if (given != '\0') rest.remove_prefix(1);
  const bool inclusive = given != '\0' && rest.starts_with('=');
  if (inclusive) rest.remove_prefix(1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const auto level = parse_number(rest);
  if (given == '\0' || !level)
    value.refuse(
        fmt::format("\"{}\" is not a threshold", text.substr(0, 80)),
        "Write a number, or a comparison in quotes: \"> 50\", \"<= 48\"; `until` may be \"threshold\".");
  if (given != comparison)
    value.refuse(fmt::format("\"{}\" compares the wrong way: here the signal must be {} the level",
                             text.substr(0, 80), comparison == '<' ? "below" : "above"),
                 fmt::format("Write \"{0} {1}\" or \"{0}= {1}\".", comparison, shortest(*level)));
  return {*level, inclusive};
}

// `until = "threshold"` says what leaving it out does, so that a set of rules can have it beside levels.
bool is_threshold_itself(const TomlValue& until) {
  return until.type() == TomlValue::Type::text && until.text() == "threshold";
}

// Fills question.rule, gap and noun from `episode = {...}`.
void read_episode(const TomlValue& value, EventStudyRequest& request) {
  const auto table = value.table();
  const auto below = table.find("below"), above = table.find("above");
  const auto crest = table.find("crest"), trough = table.find("trough");
  if (below.has_value() + above.has_value() + crest.has_value() + trough.has_value() != 1)
    value.refuse("an episode has exactly one of `below`, `above`, `crest` and `trough`",
                 "For example { below = 48, until = 51 } or { crest = { level = 5, amplitude = 1.5 } }.");
  if (crest || trough) {
    request.question.rule =
        read_turning_point((crest ? *crest : *trough).table(), table, crest ? Side::above : Side::below);
    request.noun = crest ? "crests" : "troughs";
  } else {
    ThresholdRule rule;
    rule.side = below ? Side::below : Side::above;
    rule.enter = read_threshold(below ? *below : *above, below ? '<' : '>', false);
    const auto until = table.find("until");
    rule.leave = until && !is_threshold_itself(*until) ? read_threshold(*until, below ? '>' : '<', true)
                                                       : Threshold{rule.enter.level, !rule.enter.inclusive};
    rule.enter_periods = read_count(table, "n_in", 1);
    rule.leave_periods = read_count(table, "n_out", 1);
    rule.tie = read_tie(table);
    if (const auto gap = table.find("gap")) {
      if (gap->type() == TomlValue::Type::number)
        rule.gap = read_count(table, "gap", 1);
      else
        request.gap = read_duration(*gap);
      request.gap_place = gap->place();
    }
    request.question.rule = rule;
    request.noun = below ? "lows" : "highs";
  }
  table.finish("an episode rule");
  check_rule(request.question.rule, value.place());
}

DatesByHand read_dates(const TomlValue& value) {
  DatesByHand rule;
  for (const auto& element : value.array()) rule.dates.push_back(read_date(element, Edge::last_day));
  if (rule.dates.empty()) value.refuse("`dates` is empty", "List at least one: [\"2022-07-29\"].");
  if (!std::is_sorted(rule.dates.begin(), rule.dates.end()) ||
      std::adjacent_find(rule.dates.begin(), rule.dates.end()) != rule.dates.end())
    value.refuse("`dates` must be in order and without repeats");
  return rule;
}

Anchor read_anchor(const TomlTable& table, std::string& word) {
  word = table.choice("anchor", {"start", "extreme", "trough", "crest", "end", "confirm", "known"})
             .value_or("extreme");
  if (word == "start") return Anchor::start;
  if (word == "end") return Anchor::end;
  if (word == "confirm") return Anchor::confirm;
  if (word == "known") return Anchor::known;
  return Anchor::extreme;
}

std::vector<Exclusion> read_exclusions(const TomlTable& table) {
  std::vector<Exclusion> exclusions;
  const auto listed = table.find("exclude");
  if (!listed) return exclusions;
  for (const auto& element : listed->array()) {
    const auto one = element.table();
    const auto date = one.require("date", "date = \"2008-12\"");
    const auto reason = one.require("reason", "reason = \"why this episode is left out\"").text();
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
      element.refuse("an exclusion needs a reason", "Say why the episode is left out; the note prints it.");
    exclusions.push_back({read_date(date, Edge::last_day), reason, date.place()});
    one.finish("an exclusion");
  }
  return exclusions;
}

}  // namespace

EventStudyRequest read_event_study(const TomlTable& table, std::uint64_t study_seed) {
  EventStudyRequest request;
  request.signal = read_use(table, "signal", "signal = \"philly.current_activity\"");
  request.asset = read_use(table, "asset", "asset = \"small\"");
  if (const auto benchmark = table.find("benchmark"))
    request.benchmark = SeriesUse{"benchmark", benchmark->text(), benchmark->inner_place()};
  if (request.benchmark && request.benchmark->formula == request.asset.formula)
    rerate::refuse(ErrorCode::study_file, "`benchmark` is the same formula as `asset`",
                   "Compare with something else, or leave `benchmark` out for the asset alone.",
                   request.benchmark->place);
  auto& places = request.question.places;
  places.signal = request.signal.place;
  places.asset = request.asset.place;
  if (request.benchmark) places.benchmark = request.benchmark->place;

  const auto episode = table.find("episode"), dates = table.find("dates");
  if (episode && dates) dates->refuse("either `episode` or `dates`, not both");
  if (dates) {
    request.question.rule = read_dates(*dates);
    request.noun = "dates";
    places.rule = dates->place();
  } else {
    const auto rule = table.require("episode", "episode = { below = 48, until = 51 }");
    read_episode(rule, request);
    places.rule = rule.place();
  }

  request.question.anchor = read_anchor(table, request.anchor_word);
  const auto horizon = table.require("horizon", "horizon = \"12m\"");
  places.horizon = horizon.place();
  if (const auto day = horizon.type() == TomlValue::Type::number ? std::nullopt : parse_date(horizon.text()))
    request.question.horizon = *day;
  else
    request.question.horizon = read_duration(horizon);
  request.question.exclusions = read_exclusions(table);
  request.question.from = read_date(table, "from", Edge::first_day);
  request.question.to = read_date(table, "to", Edge::last_day);
  if (request.question.from && request.question.to && *request.question.from >= *request.question.to)
    table.refuse("`from` must be before `to`");
  request.question.seed = study_seed;
  places.draws = places.rule;
  if (const auto draws = table.find("draws")) {
    places.draws = draws->place();
    const auto count = draws->integer();
    if (count < kFewestDraws || count > kMostDraws)
      draws->refuse(fmt::format("`draws` must be between {} and {}, not {}", kFewestDraws, kMostDraws, count),
                    "2000 draws settle the ends of an interval to a few hundredths of its width.");
    request.question.draws = static_cast<int>(count);
  }
  if (const auto level = table.find("level")) {
    request.question.level = level->number();
    if (request.question.level <= 0 || request.question.level >= 1)
      level->refuse("`level` must be between 0 and 1", "For a 95% interval write 0.95.");
  }
  return request;
}

std::vector<SeriesUse> uses_of(const EventStudyRequest& request) {
  std::vector<SeriesUse> uses = {request.signal, request.asset};
  if (request.benchmark) uses.push_back(*request.benchmark);
  return uses;
}

}  // namespace rerate
