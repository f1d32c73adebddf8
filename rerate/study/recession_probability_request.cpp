#include "rerate/study/recession_probability_request.h"

#include <fmt/format.h>

#include "rerate/base/number_text.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr int kShortestWindow = 24, kLongestWindow = 2400, kRarestRefit = 600;
constexpr std::int32_t kShortestSample = 24;

SeriesUse read_use(const TomlValue& value, const char* role) {
  return {role, value.text(), value.inner_place()};
}

// A length of time in whole months, from `least` to `most`.
int read_months(const TomlValue& value, std::string_view key, int least, int most) {
  const auto duration = read_duration(value);
  const auto months = whole_months(duration);
  if (!months)
    value.refuse(fmt::format("`{}` must be whole months, but is {}", key, to_string(duration)),
                 "Recessions are told by the month: write \"12m\" or \"1y\".");
  if (*months < least || *months > most)
    value.refuse(
        fmt::format("`{}` must be {} to {} months, but is {}", key, least, most, to_string(duration)));
  return *months;
}

void read_lengths(const TomlTable& table, RecessionQuestion& question) {
  if (const auto horizon = table.find("horizon")) {
    question.horizon = read_months(*horizon, "horizon", 1, kLongestRecessionHorizon);
    question.places.horizon = horizon->place();
  }
  if (const auto window = table.find("first_window")) {
    question.first_window = read_months(*window, "first_window", kShortestWindow, kLongestWindow);
    question.places.first_window = window->place();
  }
  if (const auto refit = table.find("refit_every"))
    question.refit_every = read_months(*refit, "refit_every", 1, kRarestRefit);
}

// Published coefficients are for their own horizon: asked for by name they must fit, unasked they are left out when not.
void read_preset(const TomlTable& table, RecessionQuestion& question) {
  auto choices = recession_preset_ids();
  choices.push_back("none");
  const auto chosen = table.choice("preset", choices);
  if (chosen) question.places.preset = table.find("preset")->place();
  const auto* preset = find_recession_preset(chosen.value_or(recession_preset_ids().front()));
  if (!preset || (!chosen && preset->horizon != question.horizon)) return;
  if (preset->horizon != question.horizon)
    refuse(ErrorCode::recession_preset,
           fmt::format("the coefficients of `{}` are for a horizon of {} months, but `horizon` is {}",
                       preset->id, preset->horizon, question.horizon),
           "Take that horizon, or say preset = \"none\".", question.places.preset);
  question.preset = *preset;
}

void read_sample(const TomlTable& table, RecessionQuestion& question) {
  const auto value = table.find("sample");
  if (!value) return;
  const auto ends = value->array();
  if (ends.size() != 2)
    value->refuse("`sample` must hold its first and its last month",
                  "For example [\"1960-01\", \"2009-12\"].");
  const auto month = [](const TomlValue& end, Edge edge) {
    return period_of(Frequency::monthly, read_date(end, edge)).ordinal;
  };
  question.sample_first = month(ends[0], Edge::first_day);
  question.sample_last = month(ends[1], Edge::last_day);
  question.places.sample = value->place();
  if (question.sample_last - question.sample_first + 1 < kShortestSample)
    value->refuse(fmt::format("`sample` must be at least {} months, but is {}", kShortestSample,
                              question.sample_last - question.sample_first + 1));
}

void read_levels(const TomlTable& table, RecessionProbabilityRequest& request) {
  if (const auto level = table.find("level")) {
    request.question.level = level->number();
    if (request.question.level < 0.5 || request.question.level > 0.99)
      level->refuse("`level` must be between 0.5 and 0.99", "For a 90% band write 0.90.");
  }
  request.watch = table.number("watch").value_or(request.watch);
  request.stress = table.number("stress").value_or(request.stress);
  if (request.watch > 0 && request.watch < request.stress && request.stress < 100) return;
  const auto& at = table.find(table.find("watch") ? "watch" : "stress");
  at->refuse(fmt::format("`watch` ({}) must be above 0 and below `stress` ({}), and that below 100",
                         shortest(request.watch), shortest(request.stress)),
             "They are probabilities in percent: watch = 15, stress = 35.");
}

}  // namespace

RecessionProbabilityRequest read_recession_probability(const TomlTable& table) {
  RecessionProbabilityRequest request;
  request.place = table.place();
  request.curve = read_use(table.require("curve", "curve = \"rates.gs10 - bey(rates.tb3ms)\""), "curve");
  const auto recessions = table.find("recessions");
  request.recessions = recessions ? read_use(*recessions, "recessions")
                                  : SeriesUse{"recessions", "nber.recession", table.place()};
  if (const auto ebp = table.find("ebp")) request.ebp = read_use(*ebp, "ebp");
  auto& question = request.question;
  question.places = {table.place(),
                     request.curve.place,
                     request.recessions.place,
                     request.ebp ? request.ebp->place : table.place(),
                     table.place(),
                     table.place(),
                     table.place(),
                     table.place()};
  const auto link = table.choice("link", {"probit", "logit"});
  if (link == "logit") question.link = Link::logit;
  read_lengths(table, question);
  read_preset(table, question);
  read_sample(table, question);
  read_levels(table, request);
  return request;
}

std::vector<SeriesUse> uses_of(const RecessionProbabilityRequest& request) {
  std::vector<SeriesUse> uses = {request.curve, request.recessions};
  if (request.ebp) uses.push_back(*request.ebp);
  return uses;
}

}  // namespace rerate
