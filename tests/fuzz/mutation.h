#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace rerate::fuzz {

// Changes inputs the way broken and hostile files differ from good ones: flipped bits, lost and repeated
// stretches, two inputs spliced, words of the grammar in wrong places, and very deep repetition.
// The sequence of inputs is a function of the seeds, the dictionary and `start` alone.
class Mutator {
 public:
  Mutator(std::vector<std::string> seeds, std::vector<std::string> dictionary, std::uint64_t start,
          std::size_t longest);

  std::string next();

 private:
  std::size_t below(std::size_t count);
  const std::string& any_seed();
  void mutate(std::string& input);

  void flip_bit(std::string& input);
  void replace_byte(std::string& input);
  void insert_byte(std::string& input);
  void erase_stretch(std::string& input);
  void repeat_stretch(std::string& input);
  void repeat_deeply(std::string& input);
  void splice(std::string& input);
  void insert_word(std::string& input);

  std::vector<std::string> seeds_, dictionary_;
  std::mt19937_64 random_;
  std::size_t longest_;
};

}  // namespace rerate::fuzz
