#include "rerate/models/credit.h"

#include "rerate/statistics/expanding_standing.h"

namespace rerate {
namespace {

StandingFigure newest_of(const SpreadHistory& history) {
  const auto now = history.size() - 1;
  return {history.period(now), history.value[now], percentile_among(history.value[now], history.value)};
}

StandingFigure newest_change(const SpreadHistory& history, int months) {
  std::vector<double> changes;
  for (std::size_t i = 0; i < history.size(); ++i) changes.push_back(change_over(history, i, months));
  return {history.period(history.size() - 1), changes.back(), percentile_among(changes.back(), changes)};
}

void read_states(const CreditQuestion& question, CreditReading& reading) {
  check_state_rule(question.rule, question.rule_place);
  reading.states = credit_states(reading.history, question.rule);
  const bool told = !reading.states.empty() && reading.states.back().at + 1 == reading.history.size();
  if (told) reading.now = reading.states.back().state;
  reading.records = after_states(reading.history, reading.states, question.after);
}

void read_bond_premium(const CreditQuestion& question, CreditReading& reading) {
  if (!question.bond_premium) return;
  const auto history = spread_history(*question.bond_premium, question.bond_premium_place);
  check_spread_history(history, "excess bond premium", question.bond_premium_place);
  reading.bond_premium = newest_of(history);
}

}  // namespace

std::optional<double> point_in(std::string_view unit) {
  if (unit == "pp" || unit == "percent") return 1;
  if (unit == "bp") return 100;
  return std::nullopt;
}

CreditReading read_credit(const CreditQuestion& question) {
  RERATE_ASSERT(question.spread, "a spread");
  CreditReading reading;
  reading.history = spread_history(*question.spread, question.spread_place);
  check_spread_history(reading.history, "spread", question.spread_place);
  reading.spread = newest_of(reading.history);
  reading.z = robust_z(reading.spread.value, reading.history.value);
  for (std::size_t i = 0; i < 3; ++i) reading.change[i] = newest_change(reading.history, kCreditChanges[i]);
  reading.crest_rule = question.crests.value_or(usual_crest_rule(reading.history));
  reading.cycle = credit_cycle(*question.spread, reading.history, reading.crest_rule, question.crests_place);
  read_bond_premium(question, reading);
  read_states(question, reading);
  reading.sectors = read_sectors(reading.history, question.sectors, question.sector_threshold);
  if (question.weighted)
    reading.sector_sum =
        add_up(reading.history, question.sectors, question.sector_tolerance, question.weights_place);
  if (!question.constituents.empty())
    reading.distress =
        distress_share(question.constituents, question.distress_level, question.distress_place);
  return reading;
}

}  // namespace rerate
