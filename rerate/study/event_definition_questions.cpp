#include "rerate/study/event_definition_questions.h"

#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/study/event_question_parts.h"

namespace rerate {
namespace {

// Tables of more combinations are kept by those that some definition takes.
constexpr std::uint64_t kMostDense = std::uint64_t{1} << 22;
// Values of larger tables are not looked through for equal ones.
constexpr std::size_t kMostCompared = 2'000;

}  // namespace

EventDefinitionQuestion definition_question(const EventStudyRequest& request) {
  const auto& question = request.question;
  EventDefinitionQuestion result{
      question.rule, request.gap,         question.anchor,        question.horizon,      question.from,
      question.to,   question.exclusions, request.signal.formula, request.asset.formula, std::nullopt};
  if (request.benchmark) result.benchmark = request.benchmark->formula;
  return result;
}

EventDefinitionQuestions::EventDefinitionQuestions(const SectionChoices& choices, const Lattice& lattice,
                                                   std::span<const std::uint64_t> definitions)
    : choices_(choices), lattice_(lattice) {
  for (const auto& choice : choices.choices) usual_.push_back(static_cast<std::uint32_t>(choice.usual));
  own_ = definition_question(std::get<EventStudyRequest>(choices.read(usual_)));
  ++readings_;
  read_options();
  choose_parts();
  lay_tables();
  for (std::size_t part = 0; part < parts_.size(); ++part) fill(part, definitions);
}

// Nothing where the options contradict each other.
std::vector<EventDefinitionQuestions::Reading> EventDefinitionQuestions::read_all(
    const std::vector<std::vector<std::uint32_t>>& combinations) {
  constexpr std::size_t kBatch = 64;
  std::vector<Reading> readings(combinations.size());
  parallel_for((combinations.size() + kBatch - 1) / kBatch, [&](std::size_t batch) {
    for (auto i = batch * kBatch; i < std::min(combinations.size(), (batch + 1) * kBatch); ++i) try {
        readings[i] = definition_question(std::get<EventStudyRequest>(choices_.read(combinations[i])));
      } catch (const UserError&) {
      }
  });
  readings_ += combinations.size();
  return readings;
}

// Each option in the study's own definition, then those that contradict it beside the options of other choices.
void EventDefinitionQuestions::read_options() {
  std::vector<std::vector<std::uint32_t>> combinations;
  for (std::size_t i = 0; i < usual_.size(); ++i)
    for (std::uint32_t option = 0; option < choices_.choices[i].options.size(); ++option) {
      combinations.push_back(usual_);
      combinations.back()[i] = option;
    }
  auto readings = read_all(combinations);
  auto next = readings.begin();
  for (const auto& choice : choices_.choices) {
    const auto end = next + static_cast<std::ptrdiff_t>(choice.options.size());
    alone_.emplace_back(std::make_move_iterator(next), std::make_move_iterator(end));
    never_.emplace_back(choice.options.size(), false);
    next = end;
  }
  for (std::size_t i = 0; i < usual_.size(); ++i)
    for (std::uint32_t option = 0; option < alone_[i].size(); ++option)
      if (!alone_[i][option]) try_beside_others(i, option);
}

void EventDefinitionQuestions::try_beside_others(std::size_t choice, std::uint32_t option) {
  std::vector<std::vector<std::uint32_t>> combinations;
  std::vector<std::pair<std::size_t, std::uint32_t>> beside;
  for (std::size_t other = 0; other < usual_.size(); ++other)
    for (std::uint32_t its = 0; other != choice && its < alone_[other].size(); ++its) {
      if (its == usual_[other]) continue;
      combinations.push_back(usual_);
      combinations.back()[choice] = option;
      combinations.back()[other] = its;
      beside.emplace_back(other, its);
    }
  const auto readings = read_all(combinations);
  bool stands = false;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i]) continue;
    stands = true;
    const auto [other, its] = beside[i];
    const bool told = !pairs_.empty() && pairs_.back().choice == choice && pairs_.back().option == option &&
                      pairs_.back().other == other;
    if (!told) pairs_.push_back({choice, option, other, its, *readings[i]});
  }
  never_[choice][option] = !stands;
}

// A rule is taken apart where all readings have one kind of it.
void EventDefinitionQuestions::choose_parts() {
  std::optional<std::size_t> kind = own_.rule.index();
  const auto look = [&](const EventDefinitionQuestion& question) {
    if (kind != question.rule.index()) kind.reset();
  };
  for (const auto& options : alone_)
    for (const auto& reading : options)
      if (reading) look(*reading);
  for (const auto& pair : pairs_) look(pair.both);
  parts_ = event_question_parts(kind);
}

// The parts in which two questions differ are changed by a choice.
void EventDefinitionQuestions::join(std::size_t choice, const EventDefinitionQuestion& a,
                                    const EventDefinitionQuestion& b) {
  for (std::size_t part = 0; part < parts_.size(); ++part)
    if (!parts_[part].same(a, b)) changes_[part][choice] = true;
}

void EventDefinitionQuestions::lay_tables() {
  changes_.assign(parts_.size(), std::vector<bool>(usual_.size()));
  for (std::size_t i = 0; i < usual_.size(); ++i)
    for (const auto& reading : alone_[i])
      if (reading) join(i, own_, *reading);
  for (const auto& pair : pairs_) {
    const auto& without = alone_[pair.other][pair.other_option];
    join(pair.choice, without ? *without : own_, pair.both);
  }
  tables_.resize(parts_.size());
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    auto& table = tables_[part];
    for (std::size_t i = usual_.size(); i-- > 0;) {
      if (!changes_[part][i]) continue;
      table.choices.push_back(i);
      table.stride.push_back(table.combinations);
      const auto options = choices_.choices[i].options.size();
      RERATE_ASSERT(table.combinations <= Lattice::kLargest / options, "more combinations than numbers");
      table.combinations *= options;
    }
  }
}

std::uint64_t EventDefinitionQuestions::combination(const Table& table,
                                                    std::span<const std::uint32_t> options) const {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < table.choices.size(); ++i)
    number += table.stride[i] * options[table.choices[i]];
  return number;
}

// A combination that contradicts what the study has elsewhere, read beside an option that an earlier reading stood beside.
EventDefinitionQuestions::Reading EventDefinitionQuestions::mended(const Table& table,
                                                                   std::vector<std::uint32_t> options) {
  for (const auto& pair : pairs_) {
    if (options[pair.choice] != pair.option ||
        std::ranges::find(table.choices, pair.other) != table.choices.end())
      continue;
    options[pair.other] = pair.other_option;
    if (auto reading = read_all({options}).front()) return reading;
    options[pair.other] = usual_[pair.other];
  }
  return std::nullopt;
}

// Reads the combinations that some definition takes.
void EventDefinitionQuestions::fill(std::size_t part, std::span<const std::uint64_t> definitions) {
  auto& table = tables_[part];
  const bool dense = table.combinations <= kMostDense;
  std::vector<std::uint64_t> taken;
  if (dense && table.combinations <= definitions.size()) {
    for (std::uint64_t i = 0; i < table.combinations; ++i) taken.push_back(i);
  } else {
    std::vector<std::uint32_t> options(usual_.size());
    for (const auto definition : definitions) {
      lattice_.options(definition, options);
      taken.push_back(combination(table, options));
    }
    std::ranges::sort(taken);
    taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
  }
  std::vector<std::vector<std::uint32_t>> combinations;
  for (const auto number : taken) {
    auto options = usual_;
    auto rest = number;
    for (const auto choice : table.choices) {
      const auto count = choices_.choices[choice].options.size();
      options[choice] = static_cast<std::uint32_t>(rest % count);
      rest /= count;
    }
    combinations.push_back(std::move(options));
  }
  auto readings = read_all(combinations);
  for (std::size_t i = 0; i < readings.size() && !pairs_.empty(); ++i)
    if (!readings[i]) readings[i] = mended(table, combinations[i]);
  if (dense) table.dense.assign(table.combinations, kNone);
  const bool compared = taken.size() <= kMostCompared;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (!readings[i]) continue;
    const auto& reading = *readings[i];
    const auto same = [&](const EventDefinitionQuestion& one) { return parts_[part].same(one, reading); };
    auto at = compared ? std::ranges::find_if(table.values, same) : table.values.end();
    const auto value = static_cast<std::uint32_t>(at - table.values.begin());
    if (at == table.values.end()) parts_[part].take(table.values.emplace_back(), reading);
    if (dense)
      table.dense[taken[i]] = value;
    else
      table.sparse.emplace(taken[i], value);
  }
}

std::uint32_t EventDefinitionQuestions::value(std::size_t part,
                                              std::span<const std::uint32_t> options) const {
  const auto& table = tables_[part];
  const auto number = combination(table, options);
  if (!table.dense.empty()) return table.dense[number];
  const auto found = table.sparse.find(number);
  return found == table.sparse.end() ? kNone : found->second;
}

bool EventDefinitionQuestions::some_benchmark() const {
  const auto has_one = [](const Reading& reading) { return reading && reading->benchmark; };
  return own_.benchmark ||
         std::ranges::any_of(alone_,
                             [&](const auto& options) { return std::ranges::any_of(options, has_one); }) ||
         std::ranges::any_of(pairs_, [](const Pair& pair) { return pair.both.benchmark.has_value(); });
}

bool EventDefinitionQuestions::contradicts(std::span<const std::uint32_t> options) const {
  for (std::size_t i = 0; i < options.size(); ++i)
    if (never_[i][options[i]]) return true;
  return false;
}

std::optional<EventDefinitionQuestion> EventDefinitionQuestions::question(
    std::span<const std::uint32_t> options) const {
  if (contradicts(options)) return std::nullopt;
  EventDefinitionQuestion question;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const auto taken = value(part, options);
    if (taken == kNone) return std::nullopt;
    parts_[part].take(question, tables_[part].values[taken]);
  }
  if (question.from && question.to && *question.from >= *question.to) return std::nullopt;
  try {
    check_rule(question.rule, {});
  } catch (const UserError&) {
    return std::nullopt;
  }
  return question;
}

}  // namespace rerate
