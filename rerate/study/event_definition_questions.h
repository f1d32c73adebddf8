#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rerate/multiverse/lattice.h"
#include "rerate/study/event_study_request.h"
#include "rerate/study/section_choices.h"

namespace rerate {

// What a definition of an event study asks, as far as its outcome depends on it: without words, draws and level.
struct EventDefinitionQuestion {
  EpisodeRule rule;             // its gap only when given as a count
  std::optional<Duration> gap;  // given as a length of time
  Anchor anchor = Anchor::extreme;
  std::variant<Duration, Date> horizon;
  std::optional<Date> from, to;
  std::vector<Exclusion> exclusions;
  std::string signal, asset;  // formulas
  std::optional<std::string> benchmark;
};
EventDefinitionQuestion definition_question(const EventStudyRequest& request);
bool same_question(const EventDefinitionQuestion& a, const EventDefinitionQuestion& b);

// Parts of a question that choices can change, each on its own. A rule is taken apart by its kind; where choices change the
// kind, and for dates by hand, it is one part.
struct EventQuestionPart {
  enum class Role : std::uint8_t { rule, anchor, signal, market, horizon, from, to, exclusions };
  Role role;
  bool (*same)(const EventDefinitionQuestion&, const EventDefinitionQuestion&);
  void (*take)(EventDefinitionQuestion& into, const EventDefinitionQuestion& from);
};

// The questions of many definitions of an event study, composed from few readings of its file: each option is read once in
// the study's own definition, which tells what parts it changes; what several choices change together (`until` left out
// follows `below`; thresholds may contradict each other) is read for every combination of these that some definition takes.
//
// An option that contradicts the study's own definition is tried beside every option of the other choices, one at a time, to
// see what it changes; one that stands beside none of them is taken as contradicting all.
//
// Time: 20 us a reading on one core; readings run in parallel. Memory: some 300 bytes a reading.
class EventDefinitionQuestions {
 public:
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  // `definitions` ascending, numbers of `lattice`, which has the choices of `choices`. Throws UserError where the study's own
  // definition contradicts itself.
  EventDefinitionQuestions(const SectionChoices& choices, const Lattice& lattice,
                           std::span<const std::uint64_t> definitions);

  const std::vector<EventQuestionPart>& parts() const { return parts_; }
  // The different values of a part, as questions that have it.
  const std::vector<EventDefinitionQuestion>& values(std::size_t part) const { return tables_[part].values; }
  // The place among values() that a definition takes, given its options; kNone when it contradicts itself.
  std::uint32_t value(std::size_t part, std::span<const std::uint32_t> options) const;

  // Whether an option of these stands beside no other.
  bool contradicts(std::span<const std::uint32_t> options) const;

  // The whole question; nothing when the definition contradicts itself. Only of definitions that were given.
  std::optional<EventDefinitionQuestion> question(std::span<const std::uint32_t> options) const;

  // Whether the study's own definition or one of its options has a benchmark; the same for any definitions that are given.
  bool some_benchmark() const;

  std::size_t readings() const { return readings_; }  // of the file, so far

 private:
  // A part by the combination of options of the choices that change it.
  struct Table {
    std::vector<std::size_t> choices;
    std::vector<std::uint64_t> stride;  // beside them
    std::uint64_t combinations = 1;
    std::vector<std::uint32_t> dense;                         // by combination; empty when there are too many
    std::unordered_map<std::uint64_t, std::uint32_t> sparse;  // else
    std::vector<EventDefinitionQuestion> values;
  };
  using Reading = std::optional<EventDefinitionQuestion>;

  std::vector<Reading> read_all(const std::vector<std::vector<std::uint32_t>>& combinations);
  void read_options();
  void try_beside_others(std::size_t choice, std::uint32_t option);
  void choose_parts();
  void join(std::size_t choice, const EventDefinitionQuestion& a, const EventDefinitionQuestion& b);
  void lay_tables();
  Reading mended(const Table& table, std::vector<std::uint32_t> options);
  void fill(std::size_t part, std::span<const std::uint64_t> definitions);
  std::uint64_t combination(const Table& table, std::span<const std::uint32_t> options) const;

  const SectionChoices& choices_;
  const Lattice& lattice_;
  std::vector<std::uint32_t> usual_;
  EventDefinitionQuestion own_;
  std::vector<std::vector<Reading>> alone_;  // by choice and option, all others usual
  std::vector<std::vector<bool>> never_;     // options that stand beside nothing
  struct Pair {
    std::size_t choice;
    std::uint32_t option;
    std::size_t other;
    std::uint32_t other_option;
    EventDefinitionQuestion both;
  };
  std::vector<Pair> pairs_;  // options that stand only beside another's; one for each choice that mends it
  std::vector<EventQuestionPart> parts_;
  std::vector<std::vector<bool>> changes_;  // by part and choice
  std::vector<Table> tables_;
  std::size_t readings_ = 0;
};

}  // namespace rerate
